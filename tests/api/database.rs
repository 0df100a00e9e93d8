//! The database behind a test, looked into past the store: SQLite's file or PostgreSQL's schema.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
pub use rusqlite::types::Value as Cell;
use serde_json::Value;
use zuoban::server::command::Data;

use super::cluster::{ask, asked, of_folder};

/// Where the rows are.
pub enum Database {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL schema's address.
    Schema(String),
}

/// A data folder, with the store that `zuoban` has there.
pub fn data(folder: &Path) -> Data {
    Data {
        folder: folder.to_owned(),
        database: of_folder(folder.to_str().unwrap()),
    }
}

impl Database {
    /// The one of a data folder.
    pub fn of(folder: &Path) -> Self {
        match data(folder).database {
            Some(address) => Self::Schema(address),
            None => Self::File(folder.join("zuoban.db")),
        }
    }

    /// Runs a statement; answers the first column of its first row, if it has any.
    pub fn sql(&self, statement: &str) -> Result<String, String> {
        match self {
            Self::File(path) => {
                let open = Connection::open(path).unwrap();
                let first = open.prepare(statement).and_then(|mut statement| {
                    let mut rows = statement.query([])?;
                    match rows.next()? {
                        Some(row) => row.get::<_, Cell>(0),
                        None => Ok(Cell::Null),
                    }
                });
                let cell = first.map_err(|error| error.to_string())?;
                Ok(match cell {
                    Cell::Text(text) => text,
                    Cell::Integer(number) => number.to_string(),
                    _ => String::new(),
                })
            }
            Self::Schema(address) => asked(address, statement),
        }
    }

    /// The one statement for SQLite, the other for PostgreSQL.
    pub fn sql_of(&self, file: &str, schema: &str) -> Result<String, String> {
        self.sql(match self {
            Self::File(_) => file,
            Self::Schema(_) => schema,
        })
    }

    /// Every table with its columns, by name.
    pub fn tables(&self) -> BTreeMap<String, Vec<String>> {
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut add =
            |table: &str, column: &str| tables.entry(table.into()).or_default().push(column.into());
        match self {
            Self::File(path) => {
                let query = "select t.name, c.name from pragma_table_list as t join pragma_table_info(t.name) as c
                    where t.schema = 'main' and t.type = 'table' order by t.name, c.cid";
                let open = Connection::open(path).unwrap();
                let mut all = open.prepare(query).unwrap();
                let mut rows = all.query([]).unwrap();
                while let Some(row) = rows.next().unwrap() {
                    let [table, column]: [String; 2] = [row.get(0).unwrap(), row.get(1).unwrap()];
                    add(&table, &column);
                }
            }
            Self::Schema(address) => {
                let query = "select table_name, column_name from information_schema.columns
                    where table_schema = current_schema() order by table_name, ordinal_position";
                for line in ask(address, query).lines() {
                    let (table, column) = line.split_once('|').unwrap();
                    // Reserved there.
                    add(
                        table,
                        if column == "window_id" {
                            "window"
                        } else {
                            column
                        },
                    );
                }
            }
        }
        tables
    }

    /// Every cell of every table, with where it stands.
    pub fn cells(&self) -> Vec<(String, Cell)> {
        let mut cells = Vec::new();
        for (table, columns) in self.tables() {
            match self {
                Self::File(path) => {
                    let open = Connection::open(path).unwrap();
                    let mut all = open.prepare(&format!("select * from {table}")).unwrap();
                    let mut rows = all.query([]).unwrap();
                    while let Some(row) = rows.next().unwrap() {
                        for (at, column) in columns.iter().enumerate() {
                            cells.push((format!("{table}.{column}"), row.get(at).unwrap()));
                        }
                    }
                }
                Self::Schema(address) => {
                    let query = format!("select row_to_json(t) from {table} t");
                    for line in ask(address, &query).lines() {
                        let row: Value = serde_json::from_str(line).unwrap();
                        for (column, value) in row.as_object().unwrap() {
                            cells.push((format!("{table}.{column}"), cell(value)));
                        }
                    }
                }
            }
        }
        cells
    }

    /// Every byte of the files that the rows stand in.
    pub fn bytes(&self) -> Vec<u8> {
        match self {
            Self::File(path) => {
                let folder = path.parent().unwrap();
                let entries = std::fs::read_dir(folder).unwrap();
                let read = |path: PathBuf| std::fs::read(path).unwrap_or_default();
                entries
                    .flat_map(|entry| read(entry.unwrap().path()))
                    .collect()
            }
            Self::Schema(address) => {
                ask(address, "checkpoint");
                let query = "select current_setting('data_directory') || '/' || pg_relation_filepath(c.oid)
                    from pg_class as c left join pg_class as whose on whose.reltoastrelid = c.oid
                    where coalesce(whose.relnamespace, c.relnamespace) = current_schema()::regnamespace
                      and c.relkind in ('r', 'i', 't')";
                let files = ask(address, query);
                files
                    .lines()
                    .flat_map(|path| std::fs::read(path).unwrap())
                    .collect()
            }
        }
    }

    /// Whether any of these files holds the words.
    pub fn holds(&self, words: &str) -> bool {
        let bytes = self.bytes();
        bytes
            .windows(words.len())
            .any(|part| part == words.as_bytes())
    }
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::String(text) => match text.strip_prefix("\\x") {
            Some(digits) => {
                let bytes = data_encoding::HEXLOWER.decode(digits.as_bytes());
                bytes.map_or_else(|_| Cell::Text(text.clone()), Cell::Blob)
            }
            None => Cell::Text(text.clone()),
        },
        Value::Number(number) => Cell::Integer(number.as_i64().unwrap()),
        Value::Bool(yes) => Cell::Integer((*yes).into()),
        _ => Cell::Null,
    }
}
