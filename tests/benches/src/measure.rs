//! Two things measured in turn, so that whatever else the machine does falls on both alike.

use std::time::Duration;

/// How often.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turns {
    /// How many turns each side gets; the median of them counts.
    pub(crate) turns: usize,
    /// How many times a side does its work in one turn.
    pub(crate) times: u32,
}

/// The median time of each side's work, done once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Medians {
    pub(crate) ours: Duration,
    pub(crate) other: Duration,
}

impl Medians {
    /// Ours in units of the other.
    pub(crate) fn ratio(self) -> f64 {
        self.ours.as_secs_f64() / self.other.as_secs_f64()
    }
}

impl Turns {
    /// Ours, the other, ours, the other, … after one turn each that does not count.
    pub(crate) async fn compare<E>(
        self,
        mut ours: impl AsyncFnMut() -> Result<(), E>,
        mut other: impl AsyncFnMut() -> Result<(), E>,
    ) -> Result<Medians, E> {
        let (mut of_ours, mut of_other) = (Vec::new(), Vec::new());
        for turn in 0..=self.turns {
            let (a, b) = (self.turn(&mut ours).await?, self.turn(&mut other).await?);
            if turn > 0 {
                of_ours.push(a);
                of_other.push(b);
            }
        }
        Ok(Medians { ours: median(&mut of_ours), other: median(&mut of_other) })
    }

    async fn turn<E>(self, work: &mut impl AsyncFnMut() -> Result<(), E>) -> Result<Duration, E> {
        let started = now();
        for _ in 0..self.times {
            work().await?;
        }
        Ok(started.elapsed() / self.times)
    }
}

/// The one place that looks at the clock.
#[expect(clippy::disallowed_methods, reason = "measuring is what this crate is for")]
pub(crate) fn now() -> std::time::Instant {
    std::time::Instant::now()
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_sides_take_turns_and_both_do_their_work() {
        let order = std::cell::RefCell::new(String::new());
        let side = |letter| {
            let order = &order;
            async move || {
                order.borrow_mut().push(letter);
                Ok::<_, ()>(())
            }
        };
        Turns { turns: 2, times: 2 }.compare(side('a'), side('b')).await.unwrap();
        assert_eq!(*order.borrow(), "aabb".repeat(3));
    }

    #[test]
    fn the_median_does_not_mind_one_slow_turn() {
        assert_eq!(median(&mut [3, 900, 1, 2, 4].map(Duration::from_millis)), Duration::from_millis(3));
    }
}
