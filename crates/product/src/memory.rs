//! A table, a queue and a bucket in memory, for tests only. The table keeps items as attributes and
//! judges every write's own condition, as DynamoDB does.

mod fakes;
mod table;

pub use fakes::{Bucket, Ids, NoBackoff, Queue, Secret, TestClock, block_on, interleave};
pub use table::{Mishap, Table};
