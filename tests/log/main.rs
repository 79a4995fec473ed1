//! `log`, as it is used: the real program over logs of all kinds.

mod carried;
mod carriers;
mod heard;
mod hostile;
mod quiet;
mod secrets;
#[path = "../tool/mod.rs"]
mod tool;
mod words;
