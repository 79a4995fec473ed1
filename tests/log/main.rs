//! `log`, as it is used: the real program over logs of all kinds.

mod carried;
mod carriers;
