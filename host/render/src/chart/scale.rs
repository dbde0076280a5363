//! Numbers to places on a line.

/// A stretch of numbers that always has zero in it, so that lengths can be compared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub(super) least: f64,
    pub(super) most: f64,
}

impl Scale {
    pub(super) fn of(numbers: impl Iterator<Item = f64>) -> Self {
        let (least, most) = numbers.fold((0.0_f64, 0.0_f64), |(least, most), n| (least.min(n), most.max(n)));
        Self { least, most: if most > least { most } else { least + 1.0 } }
    }

    /// Where a number lies, from 0 to 1.
    pub(super) fn place(self, number: f64) -> f64 {
        ((number - self.least) / (self.most - self.least)).clamp(0.0, 1.0)
    }

    /// Stretched to round steps, and the steps: about four.
    pub(super) fn with_ticks(self) -> (Self, Vec<f64>) {
        let rough = (self.most - self.least) / 4.0;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|factor| factor * power).into_iter().find(|step| *step >= rough);
        let step = step.unwrap_or(rough);
        let (first, last) = ((self.least / step).floor(), (self.most / step).ceil());
        let mut ticks = Vec::new();
        let mut at = first;
        while at <= last && ticks.len() < 12 {
            ticks.push(at * step);
            at += 1.0;
        }
        (Self { least: first * step, most: last * step }, ticks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_hold_every_number() {
        for (numbers, wanted) in [
            (vec![7.0, 31.0], vec![0.0, 10.0, 20.0, 30.0, 40.0]),
            (vec![0.0], vec![0.0, 0.25, 0.5, 0.75, 1.0]),
            (vec![-4.0, 3.0], vec![-4.0, -2.0, 0.0, 2.0, 4.0]),
        ] {
            assert_eq!(Scale::of(numbers.iter().copied()).with_ticks().1, wanted, "{numbers:?}");
        }
        assert_eq!(Scale::of([2.0, 4.0].into_iter()).place(1.0), 0.25);
    }
}
