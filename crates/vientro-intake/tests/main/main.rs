//! The whole way from bytes to facts and findings, through the public API: small sheets made in memory, and the
//! sheets of a Union's year with the contract of their planted faults.

#[cfg(test)]
mod again;
#[cfg(test)]
mod approvals;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod corrections;
#[cfg(test)]
mod edited;
#[cfg(test)]
mod ledger;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod office;
#[cfg(test)]
mod papers;
#[cfg(feature = "templates")]
#[cfg(test)]
mod resaved;
#[cfg(test)]
mod small;
#[cfg(feature = "templates")]
#[cfg(test)]
mod templates;
#[cfg(test)]
mod to_date;
#[cfg(test)]
mod union_year;
