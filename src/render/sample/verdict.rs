use crate::base::{Text, Veiled};
use crate::model::{
    Area, Cause, Cite, Diagnosis, Evidence, Finding, Fix, Judgement, Location, Proof, Report, Risk,
    Run, Scope, Severity, Step, Verdict,
};
use crate::render::sample::evidence::secret_url;

fn cause(code: &'static str, title: Text) -> Cause {
    Cause {
        code,
        area: Area::Trust,
        title,
        docs: Text::of(
            "A middlebox signs for hosts that are not its own.\n\nIn a container, type:\n\n    update-ca-certificates",
            "中间设备为不属于它的主机签发证书。\n\n在容器中输入：\n\n    update-ca-certificates",
        ),
        logs: &[],
        explains: &["goproxy-unreachable"],
        rule: |_| None,
        fixes: |_, _| Vec::new(),
    }
}

pub(crate) fn intercepted() -> &'static Cause {
    Box::leak(Box::new(cause(
        "tls-intercepted",
        Text::of("A middlebox answers in the place of the server", "中间设备代替服务器作出应答"),
    )))
}

pub(crate) fn syntax() -> &'static Cause {
    let title = Text::of("go.mod does not parse", "go.mod 无法解析");
    Box::leak(Box::new(Cause { area: Area::GoMod, ..cause("gomod-syntax", title) }))
}

pub(crate) fn shadow() -> &'static Cause {
    Box::leak(Box::new(cause(
        "goproxy-unreachable",
        Text::of("A proxy cannot be reached", "无法访问代理"),
    )))
}

fn finding() -> Finding {
    let says = Text::of(
        "proxy.corp.example shows a certificate that Zscaler signed. This machine does not trust Zscaler, so go refuses the connection.",
        "proxy.corp.example 出示的证书由 Zscaler 签发。本机不信任 Zscaler，因此 go 拒绝该连接。",
    );
    let cites = vec![Cite::Setting("GOPROXY".into()), Cite::Ladder(0), Cite::Symptom(0)];
    Finding::certain(says, cites).not(
        "tls-no-ca-bundle",
        Text::of(
            "142 certificates are in /etc/ssl/certs/ca-certificates.crt",
            "/etc/ssl/certs/ca-certificates.crt 中有 142 个证书",
        ),
    )
}

fn fixes() -> Vec<Fix> {
    let trust = Step::TrustCa { authority: "CN=Zscaler Root CA,O=Zscaler Inc.".into() };
    let mut mirror = Fix::safe(
        Text::of("Take the modules from goproxy.cn", "从 goproxy.cn 获取模块"),
        Scope::User,
        vec![Step::SetGoEnv { key: "GOPROXY", value: Veiled::new("https://goproxy.cn,direct") }],
    );
    mirror.proof = Proof::Passed(Text::of(
        "https://goproxy.cn answered in 84 ms",
        "https://goproxy.cn 在 84 ms 内应答",
    ));
    let price = Text::of(
        "the middlebox can then read and change what comes in",
        "中间设备从此可以读取并改动传入的内容",
    );
    let trusting = Fix::safe(
        Text::of("Trust the company's authority", "信任公司的证书颁发机构"),
        Scope::Machine,
        vec![trust],
    );
    let keeping = Fix::safe(
        Text::of("Keep the proxy, with credentials", "保留该代理并带上凭据"),
        Scope::Process,
        vec![Step::SetEnv {
            name: "GOPROXY".into(),
            value: Veiled::new(format!("{}|direct", secret_url().raw())),
        }],
    );
    vec![mirror, trusting.risk(Risk::TradeOff(price)), keeping]
}

fn broken_gomod() -> Diagnosis {
    let says = Text::of(
        "Line 5 of go.mod asks for a version that is none.",
        "go.mod 第 5 行要求的版本不是有效版本。",
    );
    let finding = Finding::likely(says, vec![Cite::GoMod])
        .severity(Severity::Warning)
        .stops(vec!["github.com/x/y@latest".into()])
        .at(Location {
            file: "go.mod".into(),
            line: 5,
            column: Some(24),
            source: Some("require github.com/x/y latest // 中文".into()),
        });
    let edit = Step::EditLine {
        file: "go.mod".into(),
        line: 5,
        was: "require github.com/x/y latest // 中文".into(),
        becomes: "require github.com/x/y v1.2.3".into(),
    };
    let title = Text::of("Ask for a version", "指定版本");
    Diagnosis {
        cause: syntax(),
        finding,
        fixes: vec![Fix::safe(title, Scope::Project, vec![edit])],
    }
}

pub(crate) fn diagnosis(severity: Severity) -> Diagnosis {
    Diagnosis { cause: intercepted(), finding: finding().severity(severity), fixes: fixes() }
}

pub(crate) fn verdict() -> Verdict {
    let shade = Diagnosis { cause: shadow(), finding: finding(), fixes: Vec::new() };
    Verdict {
        roots: vec![diagnosis(Severity::Error), broken_gomod()],
        shadows: vec![(shade, "tls-intercepted")],
        judgement: Judgement::Fault,
        ..Verdict::default()
    }
}

pub(crate) fn run() -> Run {
    Run {
        started_at: "2026-11-20T10:00:00Z".into(),
        duration_ms: 812,
        timeout_ms: 20_000,
        complete: true,
        ..Run::default()
    }
}

pub(crate) fn report<'a>(evidence: &'a Evidence, verdict: &'a Verdict) -> Report<'a> {
    Report {
        run: run(),
        evidence,
        verdict,
        exit_code: u8::from(verdict.judgement == Judgement::Fault),
    }
}
