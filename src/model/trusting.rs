use crate::base::{Text, Veiled};
use crate::model::{Facts, Fix, Scope, Step};
use crate::say;

/// Where the reader puts the name of the certificate's file.
const CA_FILE: &str = "<CA.pem>";

impl Facts {
    /// How far a change of the trust store reaches.
    pub fn store_reach(&self) -> Scope {
        if self.platform.container.is_some() { Scope::Image } else { Scope::Machine }
    }

    /// The root of an authority into the trust store, or where that may not be
    /// written, beside it. `from` says where to get the root from.
    pub fn trust(&self, authority: &str, from: &Text) -> Vec<Fix> {
        let title = say! {
            en: "Trust the authority {authority} on this system",
            zh: "让本系统信任颁发机构 {authority}",
        };
        let steps = vec![Step::Say(from.clone()), Step::TrustCa { authority: authority.into() }];
        let store = Fix::safe(title, self.store_reach(), steps).unprovable(unproven());
        let is_free = self.variable("SSL_CERT_FILE").is_none() && self.platform.os == "linux";
        std::iter::once(store).chain(is_free.then(|| beside(from))).collect()
    }

    /// The newest certificates of public authorities that the system offers.
    pub fn renew_bundle(&self) -> Fix {
        let title =
            Text::of("Update the certificates of public authorities", "更新公共颁发机构的根证书");
        let why = Text::of("This tool installs nothing.", "本工具不会安装任何软件。");
        let step = Step::Install { packages: vec!["ca-certificates"] };
        Fix::safe(title, self.store_reach(), vec![step]).unprovable(why)
    }
}

/// go still reads the folders of the system besides.
fn beside(from: &Text) -> Fix {
    let title = Text::of(
        "Without root rights: name its root in SSL_CERT_FILE",
        "没有 root 权限时：在 SSL_CERT_FILE 里指定它的根证书",
    );
    let value = Veiled::new(CA_FILE);
    let set = Step::SetEnv { name: "SSL_CERT_FILE".into(), value };
    Fix::safe(title, Scope::Process, vec![Step::Say(from.clone()), set]).unprovable(unproven())
}

fn unproven() -> Text {
    Text::of(
        "Its certificate has to come from whoever runs that authority: a chain seen on the wire proves nothing about itself.",
        "证书必须从该机构的管理者处取得：网络上看到的证书链不能证明自身可信。",
    )
}
