//! Paper, and which way it lies.

/// What a PDF is printed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 297 × 420 mm.
    A3,
}

/// The white at each side, points.
pub(super) const MARGIN: f64 = 48.0;

impl Paper {
    /// What typst calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A3 => "a3",
        }
    }

    /// The width between the margins, points.
    pub(super) fn room(self, flipped: bool) -> f64 {
        let (narrow, wide) = match self {
            Self::A4 => (595.28, 841.89),
            Self::A3 => (841.89, 1190.55),
        };
        if flipped { wide - 2.0 * MARGIN } else { narrow - 2.0 * MARGIN }
    }
}
