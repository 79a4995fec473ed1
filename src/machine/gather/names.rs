use crate::go::hosts::Hosts;
use crate::go::resolv::{Config, Order};
use crate::machine::Machine;

/// A hosts file of an ad blocker is large; this is larger.
const MOST: usize = 16 << 20;

/// How this machine looks names up.
pub(super) struct Names {
    pub resolver: Config,
    pub order: Order,
    pub hosts: Hosts,
}

pub(super) fn look(machine: &dyn Machine, os: &str) -> Names {
    let hosts = match os {
        "windows" => "C:/Windows/System32/drivers/etc/hosts",
        _ => "/etc/hosts",
    };
    let file = |path: &str| machine.read(path, MOST).ok();
    let host_name = machine.host_name().unwrap_or_default();
    let resolv = file("/etc/resolv.conf").unwrap_or_default();
    Names {
        resolver: Config::parse(&resolv, &host_name),
        order: Order::parse(&file("/etc/nsswitch.conf").unwrap_or_default()),
        hosts: Hosts::parse(&file(hosts).unwrap_or_default()),
    }
}
