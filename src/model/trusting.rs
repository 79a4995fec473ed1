use crate::base::Text;
use crate::model::{Facts, Fix, Scope, Step};
use crate::say;

impl Facts {
    /// How far a change of the trust store reaches.
    pub fn store_reach(&self) -> Scope {
        if self.platform.container.is_some() { Scope::Image } else { Scope::Machine }
    }

    /// The root of an authority into the trust store. `from` says where to get
    /// the root from.
    pub fn trust(&self, authority: &str, from: &Text) -> Fix {
        let title = say! {
            en: "Trust the authority {authority} on this system",
            zh: "让本系统信任颁发机构 {authority}",
        };
        let mut steps = vec![Step::Say(from.clone())];
        steps.push(Step::TrustCa { authority: authority.into() });
        if self.variable("SSL_CERT_FILE").is_none() && self.platform.os == "linux" {
            steps.push(Step::Say(beside()));
        }
        Fix::safe(title, self.store_reach(), steps).unprovable(unproven())
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
fn beside() -> Text {
    Text::of(
        "Where that store may not be written, name the file in SSL_CERT_FILE instead: go reads the folders of the system besides.",
        "如果无权写入信任库，可以改用 SSL_CERT_FILE 指定该文件：go 仍会读取系统的证书目录。",
    )
}

fn unproven() -> Text {
    Text::of(
        "Its certificate has to come from whoever runs that authority: a chain seen on the wire proves nothing about itself.",
        "证书必须从该机构的管理者处取得：网络上看到的证书链不能证明自身可信。",
    )
}
