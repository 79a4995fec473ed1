/// Words in an issuer's name, in lower case, and who makes the product.
const KNOWN: &[(&str, &str)] = &[
    ("zscaler", "Zscaler"),
    ("netskope", "Netskope"),
    ("goskope", "Netskope"),
    ("fortinet", "Fortinet FortiGate"),
    ("fortigate", "Fortinet FortiGate"),
    ("fortigate ca", "Fortinet FortiGate"),
    ("palo alto", "Palo Alto Networks"),
    ("paloalto", "Palo Alto Networks"),
    ("prisma access", "Palo Alto Networks Prisma Access"),
    ("blue coat", "Symantec Blue Coat"),
    ("bluecoat", "Symantec Blue Coat"),
    ("symantec web security", "Symantec Web Security"),
    ("broadcom web", "Symantec Web Security"),
    ("proxysg", "Symantec Blue Coat"),
    ("forcepoint", "Forcepoint"),
    ("websense", "Forcepoint"),
    ("cisco umbrella", "Cisco Umbrella"),
    ("opendns", "Cisco Umbrella"),
    ("cisco web security", "Cisco Secure Web Appliance"),
    ("cisco firepower", "Cisco Firepower"),
    ("sophos", "Sophos"),
    ("kaspersky", "Kaspersky"),
    ("avast", "Avast"),
    ("avg web", "AVG"),
    ("avg technologies", "AVG"),
    ("eset ssl filter", "ESET"),
    ("eset, spol", "ESET"),
    ("bitdefender", "Bitdefender"),
    ("mitmproxy", "mitmproxy"),
    ("charles proxy", "Charles"),
    ("fiddler", "Fiddler"),
    ("do_not_trust", "Fiddler"),
    ("portswigger", "Burp Suite"),
    ("owasp zed attack", "ZAP"),
    ("proxyman", "Proxyman"),
    ("sslbump", "Squid"),
    ("squid", "Squid"),
    ("pfsense", "pfSense"),
    ("opnsense", "OPNsense"),
    ("check point", "Check Point"),
    ("checkpoint", "Check Point"),
    ("barracuda", "Barracuda"),
    ("watchguard", "WatchGuard"),
    ("fireware", "WatchGuard"),
    ("sonicwall", "SonicWall"),
    ("untangle", "Untangle"),
    ("mcafee web gateway", "McAfee Web Gateway"),
    ("skyhigh", "Skyhigh"),
    ("trend micro", "Trend Micro"),
    ("iboss", "iboss"),
    ("cato networks", "Cato Networks"),
    ("cloudflare gateway", "Cloudflare Gateway"),
    ("gateway ca - cloudflare", "Cloudflare Gateway"),
    ("cloudflare for teams", "Cloudflare Gateway"),
    ("contentkeeper", "ContentKeeper"),
    ("lightspeed", "Lightspeed"),
    ("securly", "Securly"),
    ("smoothwall", "Smoothwall"),
    ("sangfor", "Sangfor (深信服)"),
    ("深信服", "Sangfor (深信服)"),
    ("qianxin", "QiAnXin (奇安信)"),
    ("qi-anxin", "QiAnXin (奇安信)"),
    ("奇安信", "QiAnXin (奇安信)"),
    ("legendsec", "QiAnXin (奇安信)"),
    ("360 security", "360"),
    ("qihoo", "360"),
    ("nsfocus", "NSFOCUS (绿盟)"),
    ("绿盟", "NSFOCUS (绿盟)"),
    ("topsec", "Topsec (天融信)"),
    ("天融信", "Topsec (天融信)"),
    ("hillstone", "Hillstone (山石网科)"),
    ("venustech", "Venustech (启明星辰)"),
];

/// The product that issues certificates in the place of others, by an issuer's
/// name as go prints it.
pub fn middlebox(issuer: &str) -> Option<&'static str> {
    let issuer = issuer.to_lowercase();
    let (_, product) = KNOWN.iter().find(|(words, _)| issuer.contains(words))?;
    Some(product)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_known_by_their_issuers() {
        let of = |issuer| middlebox(issuer);
        assert_eq!(of("CN=Zscaler Root CA,O=Zscaler Inc."), Some("Zscaler"));
        assert_eq!(of("CN=mitmproxy,O=mitmproxy"), Some("mitmproxy"));
        assert_eq!(of("CN=FG100D3G15800000,O=Fortinet"), Some("Fortinet FortiGate"));
        assert_eq!(of("CN=SANGFOR Root"), Some("Sangfor (深信服)"));
        assert_eq!(of("CN=GTS Root R1,O=Google Trust Services LLC,C=US"), None);
        assert_eq!(of("CN=Corp Example Root CA,O=Corp Example"), None);
    }
}
