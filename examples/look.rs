use gomod_doctor::app::{Looking, conclude, look};
use gomod_doctor::base::Deadline;
use gomod_doctor::machine::{Asked, Local, Machine, gather};
use gomod_doctor::probe::Patience;
use gomod_doctor::wire::{Net, NetConfig};
use std::time::{Duration, Instant};
fn main() {
    let rt = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    rt.block_on(async {
        let t = Instant::now();
        let asked = Asked::default();
        let g = gather(&Local, &asked).await;
        eprintln!("gather {:?} roots {}", t.elapsed(), g.facts.roots.certificates);
        let net = Net::new(NetConfig {
            roots: g.roots.into(),
            now: Local.now(),
            user_agent: "Go-http-client/2.0".into(),
        });
        let patience = Patience {
            whole: Deadline::after(Duration::from_secs(20)),
            probe: Duration::from_secs(5),
        };
        let e = look(
            &Local,
            &net,
            g.facts,
            &g.ledger,
            Looking { patience, offline: false, progress: &|_| {} },
        )
        .await;
        eprintln!("look {:?}", t.elapsed());
        let v = conclude(&e);
        for r in &v.roots {
            println!("{} {}", r.cause.code, r.finding.says.en);
        }
        println!(
            "{:?} {:?} {:?} open {:?}",
            v.judgement,
            v.unexplained_ladders,
            v.unexplained_fetches,
            e.open_question()
        );
        println!("{}", serde_json::to_string_pretty(&e).unwrap());
    });
}
