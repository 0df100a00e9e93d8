//! How sure a share is: intervals that hold for small samples and near 100 %, where the simple one does not.

/// The 97.5 % quantile of the normal distribution: intervals of 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// How many there are.
    pub count: u32,
    /// How many of them are meant; never more than there are.
    pub hits: u32,
}

impl Sample {
    /// The share, 0 of an empty sample.
    #[must_use]
    pub fn share(self) -> f64 {
        if self.count == 0 {
            0.0
        } else {
            f64::from(self.hits) / f64::from(self.count)
        }
    }

    /// The score interval of the share: E. B. Wilson, "Probable inference, the law of succession, and
    /// statistical inference", JASA 22 (1927). Of an empty sample everything is possible.
    #[must_use]
    pub fn wilson(self) -> (f64, f64) {
        if self.count == 0 {
            return (0.0, 1.0);
        }
        let (n, p) = (f64::from(self.count), self.share());
        let middle = p + Z * Z / (2.0 * n);
        let reach = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        (
            ((middle - reach) / scale).max(0.0),
            ((middle + reach) / scale).min(1.0),
        )
    }
}

/// The interval of the difference between the shares of `one` and `other`, from both their score
/// intervals: R. G. Newcombe, "Interval estimation for the difference between independent
/// proportions", Statistics in Medicine 17 (1998), method 10.
#[must_use]
pub fn newcombe(one: Sample, other: Sample) -> (f64, f64) {
    let ((p, low, high), (q, other_low, other_high)) = (known(one), known(other));
    let difference = p - q;
    let below = (p - low).hypot(other_high - q);
    let above = (high - p).hypot(q - other_low);
    (difference - below, difference + above)
}

fn known(sample: Sample) -> (f64, f64, f64) {
    let (low, high) = sample.wilson();
    (sample.share(), low, high)
}

/// A share or a difference of shares in thousandths.
#[must_use]
pub fn per_mille(share: f64) -> i32 {
    // Between -1000 and 1000 by construction.
    (share * 1000.0).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(hits: u32, count: u32) -> Sample {
        Sample { count, hits }
    }

    fn close((low, high): (f64, f64), wanted: (f64, f64)) {
        let near = |a: f64, b: f64| (a - b).abs() < 0.000_051;
        assert!(
            near(low, wanted.0) && near(high, wanted.1),
            "{low} {high}, wanted {wanted:?}"
        );
    }

    /// R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in
    /// Medicine 17 (1998), table I, method 3.
    #[test]
    fn ok_the_score_interval_is_the_published_one() {
        close(of(81, 263).wilson(), (0.2553, 0.3662));
        close(of(15, 148).wilson(), (0.0624, 0.1605));
        close(of(0, 20).wilson(), (0.0, 0.1611));
        close(of(1, 29).wilson(), (0.0061, 0.1718));
        close(of(20, 20).wilson(), (0.8389, 1.0));
        close(of(0, 0).wilson(), (0.0, 1.0));
    }

    /// By hand: n = 100, p = 0.9, z² = 3.8415; middle 0.919 207 / 1.038 415 = 0.885 20; reach
    /// 1.959 964 · √(0.000 9 + 0.000 096 04) / 1.038 415 = 0.059 57.
    #[test]
    fn ok_the_score_interval_by_hand() {
        close(of(90, 100).wilson(), (0.825_63, 0.944_77));
    }

    /// Newcombe 1998 (differences), table II, method 10: contrasts a, c, g and h.
    #[test]
    fn ok_the_interval_of_a_difference_is_the_published_one() {
        close(newcombe(of(56, 70), of(48, 80)), (0.0524, 0.3339));
        close(newcombe(of(9, 10), of(3, 10)), (0.1705, 0.8090));
        close(newcombe(of(10, 10), of(0, 10)), (0.6075, 1.0));
        close(newcombe(of(0, 10), of(10, 10)), (-1.0, -0.6075));
    }

    #[test]
    fn ok_shares_are_told_in_thousandths() {
        assert_eq!(per_mille(0.941_5), 942);
        assert_eq!(per_mille(-0.012_4), -12);
    }
}
