//! The tables that a scan has written, read back without any code of the program.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// A row of a table.
pub type Row = Value;

/// All tables of a run by name, and `run.json`.
#[derive(Debug, Clone)]
pub struct Tables {
    pub tables: BTreeMap<String, Vec<Row>>,
    pub record: Value,
}

impl Tables {
    pub fn load(folder: &Path) -> Self {
        let mut tables = BTreeMap::new();
        for name in ["documents", "texts", "pairs", "passages", "clusters", "repeats", "credits", "families"] {
            let path = folder.join(format!("{name}.jsonl"));
            let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            tables.insert(name.to_owned(), text.lines().map(|line| serde_json::from_str(line).unwrap()).collect());
        }
        let record = serde_json::from_slice(&fs::read(folder.join("run.json")).unwrap()).unwrap();
        Self { tables, record }
    }

    pub fn rows(&self, table: &str) -> &[Row] {
        &self.tables[table]
    }

    /// The warnings as (path, line, cause).
    pub fn warnings(&self) -> Vec<(String, Option<u64>, String)> {
        let all = self.record["warnings"].as_array().unwrap();
        all.iter().map(|w| (text(&w["path"]).to_owned(), w["line"].as_u64(), text(&w["cause"]).to_owned())).collect()
    }

    /// A count of a stage.
    pub fn count(&self, stage: &str, name: &str) -> u64 {
        let stages = self.record["stages"].as_array().unwrap();
        let stage = stages.iter().find(|s| s["stage"] == stage).unwrap_or_else(|| panic!("no stage {stage}"));
        let counts = stage["counts"].as_array().unwrap();
        let count = counts.iter().find(|c| c[0] == name).unwrap_or_else(|| panic!("no count {name} in {stage}"));
        count[1].as_u64().unwrap()
    }
}

/// The text in a cell; empty for null.
pub fn text(cell: &Value) -> &str {
    cell.as_str().unwrap_or_default()
}

/// The number in a cell.
pub fn number(cell: &Value) -> u64 {
    cell.as_u64().unwrap_or_else(|| panic!("expected a number, got {cell}"))
}
