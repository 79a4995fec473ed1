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
    go_not_found,
    go_too_old,
    home_unset,
    gomod_missing,
    project_files_inaccessible,
    dns_no_such_host,
    dns_timeout,
    dns_resolver_unreachable,
    tcp_refused,
    tcp_timeout,
    tls_no_ca_bundle,
    tls_unknown_authority,
    tls_expired,
    tls_name_mismatch,
    http_proxy_unreachable,
    http_proxy_auth_required,
    goproxy_malformed,
    goproxy_off,
    goproxy_auth_required,
    goproxy_auth_rejected,
    goproxy_forbidden,
    netrc_host_missing,
    netrc_not_used,
    goproxy_rate_limited,
    goproxy_server_error,
    goproxy_insecure_credentials,
    goauth_broken,
    gosumdb_malformed,
    sumdb_unreachable,
    gomod_syntax,
    version_not_found,
}
