//! The tool and the real go, turn by turn on the same ground: one table.

use crate::cache::Cache;
use crate::ground::{Ground, go, tool};
use crate::proxy;
use crate::watched::{Run, run};
use std::time::Duration;

const MODULES: usize = 20;
const REQUIREMENTS: usize = 2000;
const TURNS: usize = 7;
/// go itself waits for a silent proxy without end.
const LIMIT: Duration = Duration::from_secs(15);
/// What is read to its end may take so long.
const LONG: Duration = Duration::from_mins(5);

/// Measures and prints.
pub(crate) fn print() {
    println!("\nmedians of turns beside go; the highest peak of memory; exit codes");
    println!(
        "{:36} {:>10} {:>12} {:>6}   {:>9} {:>9}   codes",
        "", "tool", "go", "ratio", "tool", "go"
    );
    let here = || Ground::new(1, "off");
    Row::measured("--help, go version", TURNS, &here, &["--help"], Some(&["version"])).print();
    let large = || Ground::new(REQUIREMENTS, "https://proxy.golang.org,direct");
    Row::measured("route of 2,000 requirements", TURNS, &large, &["route"], None).print();
    let download: &[&str] = &["mod", "download"];
    let proxy = proxy::serving(MODULES);
    let healthy = || Ground::new(MODULES, &proxy);
    Row::measured("20 modules, healthy proxy", TURNS, &healthy, &[], Some(download)).print();
    let proxy = proxy::hanging();
    let hanging = || Ground::new(MODULES, &proxy);
    Row::measured("a proxy that never answers", 1, &hanging, &[], Some(download)).print();
    let cache = Cache::new();
    let name = format!("verify of {} MB of zips", cache.zips() / 1_000_000);
    Row::of_cache(&name, &cache).print();
    println!("{:36} > : go was still waiting and was ended", "");
}

/// One line of the table: the same ground for the tool and for go.
struct Row {
    name: String,
    tool: Vec<Run>,
    go: Vec<Run>,
}

impl Row {
    /// Fresh ground for every run, so that no cache helps the second.
    fn measured(
        name: &str,
        turns: usize,
        ground: &dyn Fn() -> Ground,
        ours: &[&str],
        theirs: Option<&[&str]>,
    ) -> Self {
        let mut row = Self { name: name.to_owned(), tool: Vec::new(), go: Vec::new() };
        for _ in 0..turns {
            let here = ground();
            row.tool.push(run(&mut here.command(tool(), ours), LIMIT));
            if let Some(theirs) = theirs {
                let here = ground();
                row.go.push(run(&mut here.command(go(), theirs), LIMIT));
            }
        }
        row
    }

    /// The same cache for all turns: both only read it, and neither is the first to.
    fn of_cache(name: &str, cache: &Cache) -> Self {
        let mut row = Self { name: name.to_owned(), tool: Vec::new(), go: Vec::new() };
        for _ in 0..TURNS {
            row.tool.push(run(&mut cache.command(tool(), &["verify"]), LONG));
            row.go.push(run(&mut cache.command(go(), &["mod", "verify"]), LONG));
        }
        row
    }

    fn print(&self) {
        let [ours, theirs] = [&self.tool, &self.go].map(|runs| median(runs));
        let ratio = ours.zip(theirs).map(|(ours, theirs)| {
            format!("{:.2}", ours.took.as_secs_f64() / theirs.took.as_secs_f64())
        });
        println!(
            "{:36} {:>10} {:>12} {:>6}   {:>9} {:>9}   {} {}",
            self.name,
            time(ours),
            time(theirs),
            ratio.unwrap_or_default(),
            memory(&self.tool),
            memory(&self.go),
            code(ours),
            code(theirs),
        );
    }
}

fn median(runs: &[Run]) -> Option<Run> {
    let mut runs = runs.to_vec();
    runs.sort_by_key(|run| run.took);
    runs.get(runs.len() / 2).copied()
}

fn time(run: Option<Run>) -> String {
    let Some(run) = run else { return String::new() };
    let more = if run.cut { "> " } else { "" };
    format!("{more}{:.1} ms", run.took.as_secs_f64() * 1000.0)
}

fn memory(runs: &[Run]) -> String {
    let most = runs.iter().map(|run| run.memory).max();
    let shown =
        |kibibytes: u64| format!("{}.{} MiB", kibibytes / 1024, kibibytes % 1024 * 10 / 1024);
    most.map_or_else(String::new, shown)
}

fn code(run: Option<Run>) -> String {
    run.and_then(|run| run.code).map_or_else(|| "-".to_owned(), |code| code.to_string())
}
