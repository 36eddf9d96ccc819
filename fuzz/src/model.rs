//! Doors of vientro-model: serialised facts and stated figures.

use vientro_model::{AidItem, Facts, StatedFigure};

use crate::check_serde;

pub fn serde(data: &[u8]) {
    check_serde::<AidItem>(data);
    check_serde::<Facts>(data);
    check_serde::<StatedFigure>(data);
}
