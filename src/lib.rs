//! vientro
