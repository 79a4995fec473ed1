//! The ground of a world: addresses, firewall rules and the files of /etc, laid by a shell.

use std::fmt::Write as _;
use std::net::IpAddr;
use std::path::Path;
use std::process::Command;

/// Commands that shape the namespace, run in one shell.
pub(crate) struct Ground(String);

impl Ground {
    /// The loopback interface, and nothing else.
    pub(crate) fn new() -> Ground {
        Ground("set -e\nip link set lo up\n".to_owned())
    }

    /// Gives this machine the address. What is sent to an IPv6 address vanishes; where the
    /// kernel has no IPv6, it finds no route.
    pub(crate) fn address(&mut self, address: IpAddr) {
        if address.is_ipv4() {
            self.line(format_args!("ip addr add {address}/32 dev lo"));
        } else {
            let add = format!("ip addr add {address}/128 dev lo");
            let mute = format!("ip6tables -A INPUT -d {address} -j DROP");
            self.line(format_args!("({add} && {mute}) 2>/dev/null || true"));
        }
    }

    /// Lets packets to this address and port vanish, unless one of `except` sent them.
    pub(crate) fn drop_silently(&mut self, address: IpAddr, port: u16, except: &[IpAddr]) {
        if address.is_ipv6() {
            return;
        }
        for friend in except {
            self.line(format_args!("iptables -A INPUT -s {friend} -d {address} -j ACCEPT"));
        }
        for protocol in ["tcp", "udp"] {
            self.line(format_args!(
                "iptables -A INPUT -d {address} -p {protocol} --dport {port} -j DROP"
            ));
        }
    }

    /// Makes connections to this address fail with "no route to host".
    pub(crate) fn reject(&mut self, address: IpAddr) {
        self.line(format_args!("ip route add unreachable {address}"));
    }

    /// Puts a file over one of this machine's, where there is one.
    pub(crate) fn cover_file(&mut self, target: &str, with: &Path) {
        let with = with.display();
        self.line(format_args!("if [ -e {target} ]; then mount --bind '{with}' {target}; fi"));
    }

    /// Puts an empty folder over one of this machine's, where there is one.
    pub(crate) fn cover_folder(&mut self, target: &str) {
        self.line(format_args!(
            "if [ -d {target} ]; then mount -t tmpfs -o mode=755 lab {target}; fi"
        ));
    }

    /// Shapes the namespace so.
    pub(crate) fn lay(&self) {
        let output = Command::new("sh").args(["-c", &self.0]).output().expect("a shell");
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "the ground could not be laid: {words}\n{}", self.0);
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        writeln!(self.0, "{line}").expect("writing to a string");
    }
}
