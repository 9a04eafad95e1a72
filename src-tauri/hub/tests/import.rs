//! Importing a shop: everything comes in, twice is once, and what is broken is named.

#[path = "import/command.rs"]
mod command;
#[path = "import/planted.rs"]
mod planted;
#[path = "import/real.rs"]
mod real;
#[path = "import/shops.rs"]
mod shops;
