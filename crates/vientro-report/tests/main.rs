//! The renderers from outside: every figure comes back from every format, nothing foreign acts, nothing is lost, and
//! the same report gives the same bytes. Each module says how.

#[cfg(test)]
mod checks;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod hostile;
#[cfg(test)]
#[cfg(any(feature = "docx", feature = "xlsx"))]
mod office;
#[cfg(test)]
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(test)]
mod read_back;
#[cfg(test)]
mod sample;
#[cfg(test)]
#[cfg(feature = "templates")]
mod template;
#[cfg(test)]
mod told;
