//! One file for each thing that can be wrong. Adding one: write the file, add
//! its name below. The order below is the order of the catalogue.

use crate::model::Cause;
use crate::world::Scene;

macro_rules! causes {
    ($($name:ident,)+) => {
        $(mod $name;)+

        /// Every cause, in catalogue order.
        pub static ALL: &[&Cause] = &[$(&$name::CAUSE,)+];

        /// The file stem of every cause, and its scenes.
        pub static SCENES: &[(&str, &Cause, &[Scene])] =
            &[$((stringify!($name), &$name::CAUSE, $name::SCENES),)+];
    };
}

causes! {
    goproxy_off,
    tcp_timeout,
}
