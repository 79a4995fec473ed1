//! Why does `go mod download` fail here, and what should be typed?
//!
//! Floors, lowest first. A module uses floors below its own, a neighbour only
//! where the table in `tests/house.rs` says so, and never one above.
//!
//! 0. `base`: text in two languages, secrets, excerpts, the deadline
//! 1. `go`: the go command's own rules, as pure functions
//! 1. `docker`: Dockerfiles, as docker reads them and go lives in them; pure as well
//! 2. `model`: the nouns
//! 3. `machine`, `wire`, `log`, `judge`, `render`: one door or one step each
//! 4. `probe`, `remedy`, `world`
//! 5. `causes`: one file for each thing that can be wrong
//! 6. `app`, `cli`, `exit`: the story

pub mod app;
pub mod base;
pub mod causes;
pub mod cli;
pub mod docker;
pub mod exit;
pub mod go;
pub mod judge;
pub mod log;
pub mod machine;
pub mod model;
pub mod probe;
pub mod remedy;
pub mod render;
pub mod wire;
pub mod world;
