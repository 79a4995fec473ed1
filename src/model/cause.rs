use crate::base::Text;
use crate::model::{Evidence, Finding, Fix, Mark};

/// One thing that can be wrong, and all we know about it.
pub struct Cause {
    /// Stable and searchable; never renamed, never reused.
    pub code: &'static str,
    pub area: Area,
    pub title: Text,
    /// What it is, how it shows, what to do: `explain` prints this.
    pub docs: Text,
    /// What it leaves in a log.
    pub logs: &'static [Mark],
    /// Codes of the causes that are only its shadow when both hold.
    pub explains: &'static [&'static str],
    pub rule: fn(&Evidence) -> Option<Finding>,
    pub fixes: fn(&Finding, &Evidence) -> Vec<Fix>,
}

/// Where on the road to a module the trouble lies, nearest to the user first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    Settings,
    GoMod,
    ForwardProxy,
    Names,
    Road,
    Trust,
    Goproxy,
    Checksums,
    Private,
}

impl Area {
    /// Its heading in the list of causes.
    pub fn title(self) -> Text {
        match self {
            Self::Settings => Text::of("Settings and the machine", "设置与本机"),
            Self::GoMod => Text::of("What go.mod asks for", "go.mod 的要求"),
            Self::ForwardProxy => Text::of("The forward proxy", "正向代理"),
            Self::Names => Text::of("Names", "域名解析"),
            Self::Road => Text::of("The road", "网络连通"),
            Self::Trust => Text::of("Trust", "证书与信任"),
            Self::Goproxy => Text::of("GOPROXY", "GOPROXY"),
            Self::Checksums => Text::of("Checksums", "校验和"),
            Self::Private => Text::of("Private modules and version control", "私有模块与版本控制"),
        }
    }
}
