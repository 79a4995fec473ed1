//! What help says, in both languages.

use crate::base::{Lang, Text};

/// A flag of every diagnosing command.
pub(super) struct Flag {
    /// The long form, and the end of the variable's name.
    pub(super) name: &'static str,
    pub(super) short: Option<char>,
    /// What stands for its value; none for a switch.
    pub(super) value: Option<&'static str>,
    /// The words that are allowed, if they are few.
    pub(super) words: &'static [&'static str],
    pub(super) repeats: bool,
    pub(super) help: Text,
}

const fn flag(name: &'static str, value: Option<&'static str>, help: Text) -> Flag {
    Flag { name, short: None, value, words: &[], repeats: false, help }
}

impl Flag {
    const fn short(mut self, short: char) -> Self {
        self.short = Some(short);
        self
    }

    const fn of(mut self, words: &'static [&'static str]) -> Self {
        self.words = words;
        self
    }

    const fn repeats(mut self) -> Self {
        self.repeats = true;
        self
    }
}

pub(super) const TARGETS: &[&str] =
    &["sh", "powershell", "cmd", "dockerfile", "github-actions", "gitlab-ci"];

/// In the order of help. Every one is also `GOMOD_DOCTOR_<NAME>`.
pub(super) static FLAGS: &[Flag] = &[
    flag(
        "dir",
        Some("DIR"),
        Text::of("Work in this folder", "在该目录中工作"),
    )
    .short('C'),
    flag(
        "format",
        Some("F"),
        Text::of(
            "Write the report as text or json; may be given several times, each followed by its own -o",
            "报告格式：text 或 json；可多次给出，每次可各跟一个 -o",
        ),
    )
    .of(&super::output::Format::WORDS)
    .repeats(),
    flag(
        "output",
        Some("FILE"),
        Text::of(
            "Write the format before it to this file instead of standard output",
            "将其前面的格式写入该文件，而不是标准输出",
        ),
    )
    .short('o')
    .repeats(),
    flag(
        "for",
        Some("TARGET"),
        Text::of(
            "Where fixes will be typed: sh, powershell, cmd, dockerfile, github-actions, gitlab-ci; guessed if absent",
            "修复命令的使用场合：sh、powershell、cmd、dockerfile、github-actions、gitlab-ci；缺省时自动判断",
        ),
    )
    .of(TARGETS),
    flag(
        "lang",
        Some("LANG"),
        Text::of(
            "Language of the report: en or zh; from the locale if absent",
            "报告语言：en 或 zh；缺省时取自 locale",
        ),
    )
    .of(&["en", "zh"]),
    flag(
        "timeout",
        Some("TIME"),
        Text::of("Limit for the whole run (20s)", "整次运行的时限（20s）"),
    ),
    flag(
        "probe-timeout",
        Some("TIME"),
        Text::of("Limit for one probe (5s)", "单次探测的时限（5s）"),
    ),
    flag(
        "offline",
        None,
        Text::of("Send nothing over the network", "不向网络发送任何数据"),
    ),
    flag(
        "no-mirrors",
        None,
        Text::of(
            "Ask no public mirror, not even to prove a fix",
            "不访问任何公共镜像，也不用于验证修复",
        ),
    ),
    flag(
        "sumdb",
        None,
        Text::of(
            "Also ask the checksum database about every module in the cache that is not private",
            "同时就缓存中每个非私有模块查询校验和数据库",
        ),
    ),
    flag(
        "save",
        Some("FILE"),
        Text::of("Write the evidence to this file", "将收集到的证据写入该文件"),
    ),
    flag(
        "from",
        Some("FILE"),
        Text::of(
            "Conclude from saved evidence instead of looking",
            "根据已保存的证据下结论，不再重新查看",
        ),
    ),
    flag(
        "only",
        Some("X"),
        Text::of(
            "Only this stage, check or code; may be repeated",
            "仅处理该阶段、检查项或代码；可重复",
        ),
    )
    .repeats(),
    flag(
        "skip",
        Some("X"),
        Text::of(
            "Leave out this stage, check or code; may be repeated",
            "跳过该阶段、检查项或代码；可重复",
        ),
    )
    .repeats(),
    flag(
        "fail-on",
        Some("LEVEL"),
        Text::of(
            "Exit with 1 from this severity on: error (default), warning, never",
            "从该严重程度起以 1 退出：error（默认）、warning、never",
        ),
    )
    .of(&["error", "warning", "never"]),
    flag(
        "color",
        Some("WHEN"),
        Text::of("Colours: auto (default), always, never", "颜色：auto（默认）、always、never"),
    )
    .of(&["auto", "always", "never"]),
    flag(
        "quiet",
        None,
        Text::of("Print diagnoses only, nothing where all is well", "仅输出诊断；一切正常时不输出"),
    )
    .short('q'),
    flag(
        "verbose",
        None,
        Text::of("Also print what was looked at", "同时输出查看过的内容"),
    )
    .short('v'),
    flag(
        "go",
        Some("PATH"),
        Text::of("The go command to use", "使用该 go 命令"),
    ),
];

/// Flags that `verify` alone takes.
pub(super) const VERIFYING: &[&str] = &["sumdb"];

/// Flags that `run` does not take.
pub(super) const NOT_RUNNING: &[&str] = &["from"];

/// Flags that `explain` takes too.
pub(super) const EXPLAINING: &[&str] = &["output", "lang", "color"];

pub(super) const ABOUT: Text = Text::of(
    "Explains why `go mod download` fails, and what to type",
    "解释 `go mod download` 为何失败，以及应输入什么",
);
pub(super) const CHECK: Text = Text::of(
    "Look at this machine and this module, and say what is wrong (the default)",
    "检查本机与当前模块并给出诊断（默认命令）",
);
pub(super) const RUN: Text = Text::of(
    "Run a command unchanged; if it fails, say why its module downloads failed",
    "原样运行一条命令；若失败，说明其模块下载为何失败",
);
pub(super) const RUNNING: Text = Text::of(
    "The report goes to standard error, or to the file of -o. The exit code is the command's own: 127 where it is not found, 126 where it cannot be executed, 128+N where signal N ended it.",
    "报告写到标准错误，或 -o 指定的文件。退出码为该命令自身的退出码：未找到命令为 127，无法执行为 126，被信号 N 终止为 128+N。",
);
pub(super) const ROUTE: Text = Text::of(
    "Say how go would fetch each module, and why; no network",
    "说明 go 将如何获取每个模块及其原因；不联网",
);
pub(super) const VERIFY: Text = Text::of(
    "Check the module cache and go.sum against each other; no network without --sumdb",
    "将模块缓存与 go.sum 相互核对；不给 --sumdb 就不联网",
);
pub(super) const LOG: Text = Text::of(
    "Explain a log in which go failed, from its text alone; no network",
    "仅根据文本解释 go 失败的日志；不联网",
);
pub(super) const LOG_FILE: Text =
    Text::of("The log, or - for standard input (the default)", "日志文件，- 表示标准输入（默认）");
pub(super) const DOCKERFILE: Text = Text::of(
    "Read a Dockerfile, and say what will break or slow module downloads in it; no network",
    "阅读 Dockerfile，说明其中哪些内容会使模块下载失败或变慢；不联网",
);
pub(super) const FILE: Text = Text::of(
    "The Dockerfile, or - for standard input; Dockerfile or Containerfile if absent",
    "Dockerfile 的路径，- 表示标准输入；缺省为 Dockerfile 或 Containerfile",
);
pub(super) const NO_LIMIT: Text = Text::of(
    "A large cache takes as long as it takes: without --timeout there is no limit.",
    "缓存很大时耗时较长：不给 --timeout 就没有时限。",
);
pub(super) const EXPLAIN: Text = Text::of(
    "Print the full text on one cause, or the catalogue",
    "输出某个原因的完整说明，或原因目录",
);
pub(super) const MODULES: Text = Text::of(
    "Only these modules; all that go.mod needs if absent",
    "仅针对这些模块；缺省为 go.mod 所需的全部模块",
);
pub(super) const CODE: Text = Text::of("The code of a cause", "原因的代码");
pub(super) const LIST: Text = Text::of("List all causes", "列出所有原因");
pub(super) const HELP: Text = Text::of("Print help", "显示帮助");
pub(super) const VERSION: Text = Text::of("Print the version", "显示版本");
pub(super) const OPTIONS: [&str; 2] = ["Options", "选项"];
pub(super) const ARGUMENTS: [&str; 2] = ["Arguments", "参数"];
pub(super) const COMMANDS: [&str; 2] = ["Commands", "命令"];
pub(super) const USAGE: [&str; 2] = ["Usage:", "用法："];
pub(super) const VARIABLES: Text = Text::of(
    "Every option can also be set in the environment, such as GOMOD_DOCTOR_TIMEOUT=60s.\n\nExit codes: 0 nothing found, 1 something found, 2 could not do its work, 3 inconclusive.",
    "每个选项也可通过环境变量设置，例如 GOMOD_DOCTOR_TIMEOUT=60s。\n\n退出码：0 未发现问题，1 发现问题，2 无法完成工作，3 无定论。",
);

/// A heading in that language; the parser wants it to live as long as it does.
pub(super) fn heading(of: [&'static str; 2], lang: Lang) -> &'static str {
    match lang {
        Lang::En => of[0],
        Lang::Zh => of[1],
    }
}
