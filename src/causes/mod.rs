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

/// What go meets where the straight road leads nowhere, and only a forward proxy
/// would get on: causes that are the shadow of a proxy that is not used.
const NO_STRAIGHT_ROAD: &[&str] = &[
    "dns-no-such-host",
    "dns-timeout",
    "dns-resolver-unreachable",
    "tcp-refused",
    "tcp-timeout",
    "sumdb-unreachable",
    "dns-server-failure",
    "dns-no-resolver",
    "dns-hijacked",
    "tcp-unreachable",
    "tcp-reset",
    "ipv6-broken",
    "network-sandboxed",
    "tls-handshake-timeout",
    "tls-handshake-reset",
    "server-no-answer",
];

causes! {
    go_not_found,
    go_too_old,
    home_unset,
    gomod_missing,
    modcache_corrupt,
    project_files_inaccessible,
    modcache_locked,
    modcache_leftovers,
    dns_no_such_host,
    dns_timeout,
    dns_server_failure,
    dns_resolver_unreachable,
    dns_no_resolver,
    dns_hijacked,
    hosts_file_override,
    tcp_refused,
    tcp_timeout,
    tcp_unreachable,
    tcp_reset,
    ipv6_broken,
    http2_stream_error,
    download_truncated,
    network_sandboxed,
    server_no_answer,
    redirect_broken,
    tls_no_ca_bundle,
    tls_cert_env_wrong,
    tls_stale_ca_bundle,
    tls_unknown_authority,
    tls_intercepted,
    tls_self_signed,
    tls_expired,
    tls_clock_skew,
    tls_name_mismatch,
    tls_incomplete_chain,
    tls_legacy_common_name,
    tls_cert_invalid,
    tls_version_unsupported,
    tls_handshake_timeout,
    tls_handshake_reset,
    tls_plaintext_server,
    tls_client_cert_required,
    tls_handshake_refused,
    tls_hello_too_large,
    http_proxy_unreachable,
    http_proxy_auth_required,
    http_proxy_blocks_host,
    http_proxy_malformed,
    no_proxy_missing,
    https_proxy_missing,
    git_proxy_config,
    no_proxy_too_broad,
    goproxy_malformed,
    goproxy_off,
    goproxy_no_fallback,
    goproxy_no_direct,
    goproxy_auth_required,
    goproxy_auth_rejected,
    goproxy_forbidden,
    netrc_host_missing,
    netrc_not_used,
    goproxy_rate_limited,
    goproxy_server_error,
    goproxy_not_a_module_proxy,
    goproxy_stale,
    module_zip_invalid,
    goproxy_file_missing,
    goproxy_insecure_credentials,
    goauth_broken,
    gosumdb_malformed,
    sumdb_wrong_url,
    sumdb_unreachable,
    sumdb_signature_invalid,
    sumdb_relay_broken,
    sumdb_module_unknown,
    sumdb_mismatch,
    gosum_mismatch,
    checksum_proxy_altered,
    checksum_tag_moved,
    gosum_malformed,
    gosum_missing_entry,
    ssh_auth_failed,
    ssh_host_key_unknown,
    vcs_missing,
    ssh_unreachable,
    ssh_missing,
    gomod_syntax,
    version_not_found,
}
