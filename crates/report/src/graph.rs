//! The estate as a graph: producers point to their consumers, the way deployments go.

use std::fmt::Write;

use estate::{Estate, StackAddress};
use serde::Serialize;

#[derive(Serialize)]
struct GraphJson {
    nodes: Vec<NodeJson>,
    edges: Vec<EdgeJson>,
}

#[derive(Serialize)]
struct NodeJson {
    stack: String,
    wave: usize,
}

#[derive(Serialize)]
struct EdgeJson {
    producer: String,
    consumer: String,
    file: String,
    line: usize,
}

/// Nodes in order and edges, as a value to serialise.
pub fn graph_json(estate: &Estate) -> impl Serialize {
    let nodes = estate.stacks.iter().map(|stack| NodeJson {
        stack: stack.address.to_string(),
        wave: estate.wave(&stack.address),
    });
    let edges = estate.edges.iter().map(|edge| EdgeJson {
        producer: edge.producer.to_string(),
        consumer: edge.consumer.to_string(),
        file: edge.location.file.to_string(),
        line: edge.location.line,
    });
    GraphJson {
        nodes: nodes.collect(),
        edges: edges.collect(),
    }
}

/// One line a stack, grouped by the place in the order, with what it reads.
pub fn graph_text(estate: &Estate) -> String {
    let mut text = String::new();
    let mut wave = 0;
    for stack in &estate.stacks {
        if estate.wave(&stack.address) != wave {
            wave = estate.wave(&stack.address);
            let _ = writeln!(text, "wave {wave}");
        }
        let producers: Vec<String> = estate
            .producers(&stack.address)
            .map(ToString::to_string)
            .collect();
        let _ = match producers.as_slice() {
            [] => writeln!(text, "   {}", stack.address),
            producers => writeln!(text, "   {} <- {}", stack.address, producers.join(", ")),
        };
    }
    text
}

/// A Mermaid flowchart, which GitHub draws in Markdown.
pub fn graph_mermaid(estate: &Estate) -> String {
    let mut text = "flowchart LR\n".to_owned();
    for system in &estate.systems {
        let _ = writeln!(text, "    subgraph {}", system.name);
        for stack in estate
            .stacks
            .iter()
            .filter(|s| s.address.system() == system.name)
        {
            let address = &stack.address;
            let _ = writeln!(
                text,
                "        {}[\"{}\"]",
                mermaid_id(address),
                address.name()
            );
        }
        text.push_str("    end\n");
    }
    for edge in &estate.edges {
        let (producer, consumer) = (mermaid_id(&edge.producer), mermaid_id(&edge.consumer));
        let _ = writeln!(text, "    {producer} --> {consumer}");
    }
    text
}

/// Mermaid takes letters, digits and `_` in a node's name; everything else is written as its code.
fn mermaid_id(address: &StackAddress) -> String {
    let mut id = String::new();
    for character in address.to_string().chars() {
        match character {
            '/' => id.push_str("__"),
            '-' => id.push('_'),
            c if c.is_ascii_alphanumeric() => id.push(c),
            c => {
                let _ = write!(id, "u{:x}", u32::from(c));
            }
        }
    }
    id
}

/// A Graphviz digraph.
pub fn graph_dot(estate: &Estate) -> String {
    let mut text = "digraph estate {\n    rankdir=LR;\n    node [shape=box];\n".to_owned();
    for stack in &estate.stacks {
        let _ = writeln!(text, "    {};", quoted(&stack.address));
    }
    for edge in &estate.edges {
        let _ = writeln!(
            text,
            "    {} -> {};",
            quoted(&edge.producer),
            quoted(&edge.consumer)
        );
    }
    text.push_str("}\n");
    text
}

fn quoted(address: &StackAddress) -> String {
    format!(
        "\"{}\"",
        address
            .to_string()
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
    )
}
