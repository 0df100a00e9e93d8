//! Ratings as the columns of one statement.

use crate::server::store::postgres::session::Param;

/// With the numbers they were given, so that what is linked is known before they are stored. Arrays that are
/// unnested side by side cost half of what one `from unnest(…)` does, which keeps each by itself first. For `Together::writing`.
pub(in super::super) const CREATE: &str = "
    insert into rating (seq, id, window_id, unit, satisfied, source, rated_at, received_at, shift, director)
    select unnest($1::bigint[]), unnest($2::bytea[]), unnest($3::text[]), unnest($4::text[]), unnest($5::boolean[]),
      unnest($6::text[]), unnest($7::bigint[]), unnest($8::bigint[]), unnest($9::bigint[]), unnest($10::text[])
    where exists (select 1 from turned)";

/// Ratings as columns, for [`CREATE`].
pub(in super::super) struct Columns {
    pub(super) numbers: Vec<i64>,
    pub(super) ids: Vec<Vec<u8>>,
    pub(super) windows: Vec<String>,
    pub(super) units: Vec<String>,
    pub(super) satisfied: Vec<bool>,
    pub(super) sources: Vec<&'static str>,
    pub(super) rated_at: Vec<i64>,
    pub(super) received_at: Vec<i64>,
    pub(super) shifts: Vec<Option<i64>>,
    pub(super) directors: Vec<Option<String>>,
}

impl Columns {
    pub(in super::super) fn ids(&self) -> &Vec<Vec<u8>> {
        &self.ids
    }

    pub(in super::super) fn params(&self) -> [Param<'_>; 10] {
        [
            &self.numbers,
            &self.ids,
            &self.windows,
            &self.units,
            &self.satisfied,
            &self.sources,
            &self.rated_at,
            &self.received_at,
            &self.shifts,
            &self.directors,
        ]
    }
}
