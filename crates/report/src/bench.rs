//! The result of `cargo xtask bench verify`.

use std::fmt::Write as _;

use bench::{Growth, Machine, Report, Usage};
use serde::Serialize;

use crate::{Style, table};

#[derive(Serialize)]
struct BenchJson<'a> {
    ratio_cold: f64,
    ratio_warm: f64,
    stock_seconds: f64,
    ours_seconds: f64,
    ours_warm_seconds: f64,
    stock_cpu_seconds: Option<f64>,
    ours_cpu_seconds: Option<f64>,
    stock_peak_bytes: Option<u64>,
    ours_peak_bytes: Option<u64>,
    plans: usize,
    equal: bool,
    machine: &'a Machine,
    growth: &'a [Growth],
}

/// The measurement as a value to serialise.
pub fn bench_json(report: &Report) -> impl Serialize + '_ {
    BenchJson {
        ratio_cold: report.ratio_cold,
        ratio_warm: report.ratio_warm,
        stock_seconds: report.stock.seconds,
        ours_seconds: report.cold.seconds,
        ours_warm_seconds: report.warm.seconds,
        stock_cpu_seconds: report.stock.cpu_seconds,
        ours_cpu_seconds: report.cold.cpu_seconds,
        stock_peak_bytes: report.stock.peak_bytes,
        ours_peak_bytes: report.cold.peak_bytes,
        plans: report.plans,
        equal: report.equal,
        machine: &report.machine,
        growth: &report.growth,
    }
}

/// A table of what each way took, and how many times faster ours is.
pub fn bench_text(report: &Report, style: Style) -> String {
    let columns = ["", "TIME", "CPU", "PEAK MEMORY"];
    let mut table = table(style, &columns, &columns[1..]);
    let plans = report.plans;
    let mut row = |name: String, usage: &Usage| {
        let [seconds, cpu, peak] = cells(usage);
        table.add_row([name, seconds, cpu, peak]);
    };
    row(format!("terraform, {plans} plans"), &report.stock);
    row("verify, cold".to_owned(), &report.cold);
    row("verify, warm".to_owned(), &report.warm);
    for growth in &report.growth {
        let Growth {
            stacks,
            stock_stacks,
            ..
        } = growth;
        row(
            format!("terraform, {stock_stacks} of {stacks} stacks"),
            &growth.stock,
        );
        row(format!("verify, {stacks} stacks, cold"), &growth.cold);
        row(format!("verify, {stacks} stacks, warm"), &growth.warm);
    }
    let mut out = format!("{}\n\n", table.trim_fmt());
    // Writing to a String cannot fail, here and below.
    let _ = writeln!(out, "{}", machine(&report.machine));
    let equal = if report.equal { "equal" } else { "NOT EQUAL" };
    let (cold, warm) = (report.ratio_cold, report.ratio_warm);
    let _ = writeln!(
        out,
        "{cold:.1} times faster cold, {warm:.1} times warm; the plans are {equal}"
    );
    out
}

fn machine(machine: &Machine) -> String {
    let Machine {
        os,
        arch,
        cores,
        terraform,
        ..
    } = machine;
    let processor = machine.processor.as_deref().unwrap_or(arch);
    let providers = machine.providers.join(", ");
    format!("{os}, {cores} cores of {processor}; terraform {terraform}, {providers}")
}

fn cells(usage: &Usage) -> [String; 3] {
    let unknown = || "?".to_owned();
    let seconds = |seconds: f64| format!("{seconds:.1} s");
    let megabytes = |bytes: u64| format!("{} MB", bytes / 1_000_000);
    [
        seconds(usage.seconds),
        usage.cpu_seconds.map_or_else(unknown, seconds),
        usage.peak_bytes.map_or_else(unknown, megabytes),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = Style {
        color: false,
        width: None,
    };

    fn report() -> Report {
        let usage = |seconds, peak_bytes| Usage {
            seconds,
            cpu_seconds: Some(seconds * 2.0),
            peak_bytes,
        };
        let stock = usage(300.0, Some(900_000_000));
        Report {
            plans: 30,
            equal: true,
            ratio_cold: 30.0,
            ratio_warm: 100.0,
            stock,
            cold: usage(10.0, Some(500_000_000)),
            warm: usage(3.0, None),
            growth: vec![Growth {
                stacks: 50,
                cold: usage(5.0, None),
                warm: usage(4.0, None),
                stock,
                stock_stacks: 10,
            }],
            machine: Machine {
                os: "linux",
                arch: "x86_64",
                processor: None,
                cores: 2,
                terraform: "1.11.4".to_owned(),
                providers: vec!["hashicorp/aws 5.100.0".to_owned()],
            },
        }
    }

    #[test]
    fn people_see_a_table_and_the_ratios() {
        let text = bench_text(&report(), PLAIN);
        assert!(text.contains("30.0 times faster cold, 100.0 times warm; the plans are equal"));
        assert!(text.contains("terraform, 10 of 50 stacks"), "{text}");
        assert!(text.contains("linux, 2 cores of x86_64; terraform 1.11.4, hashicorp/aws 5.100.0"));
        assert!(text.contains("900 MB") && text.contains('?'));
    }

    #[test]
    fn machines_see_every_key() {
        let json = serde_json::to_value(bench_json(&report())).unwrap();
        assert_eq!(json["ratio_cold"], 30.0);
        assert_eq!(json["ours_seconds"], 10.0);
        assert_eq!(json["stock_peak_bytes"], 900_000_000);
        assert_eq!(json["growth"][0]["cold"]["seconds"], 5.0);
        assert_eq!(json["machine"]["cores"], 2);
    }
}
