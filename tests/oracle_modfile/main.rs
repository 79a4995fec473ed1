//! Module paths, versions, go.mod, go.work and go.sum against the real go.

mod ask;
mod chance;
mod file;
mod module;
mod oddities;
mod real;
mod releases;
mod shapes;
mod sum;
