//! What a desk does with a hub and with its files, on real files and over real HTTP.

#[path = "work/copies.rs"]
mod copies;
#[path = "work/corruption.rs"]
mod corruption;
#[path = "work/disk.rs"]
mod disk;
#[path = "work/files.rs"]
mod files;
#[path = "work/line.rs"]
mod line;
#[path = "work/money_news.rs"]
mod money_news;
#[path = "work/office.rs"]
mod office;
#[path = "work/program.rs"]
mod program;
#[path = "work/refusals.rs"]
mod refusals;
#[path = "work/salvage.rs"]
mod salvage;
#[path = "work/search.rs"]
mod search;
#[path = "work/silent.rs"]
mod silent;
#[path = "work/training.rs"]
mod training;
#[path = "work/words.rs"]
mod words;
