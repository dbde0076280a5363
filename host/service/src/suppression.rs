//! Suppression: what is published must not let anybody be found in a small number.

use lifang_core::query::{Figure, Group, Measure};

/// Published counts below this are held back. Small enough to publish, large enough that nobody is found: the figure that
/// GB/T 37964 guidance and most statistical offices use is between 5 and 10.
const SMALL_CELL: f64 = 10.0;

/// Holds small cells back. Each group's last figure is the number behind it, and goes. Below the threshold every figure of the
/// group is held back, and so is a small count within a larger group. What is missing from a column must hide in a crowd, or a
/// total gives it away: the next smallest go too, until two cells with somebody in them are missing and enough stand behind them.
/// An empty cell hides nobody.
pub(crate) fn suppress(groups: &mut [Group], measures: &[Measure]) {
    let behind: Vec<Figure> = groups.iter_mut().filter_map(|group| group.figures.pop()).collect();
    for (position, measure) in measures.iter().enumerate() {
        let counts = matches!(measure, Measure::Count | Measure::Known(_));
        let (mut held, mut crowd) = (0, 0.0);
        for (group, behind) in groups.iter_mut().zip(&behind) {
            let figure = group.figures[position];
            if small(*behind) || (counts && small(figure)) {
                group.figures[position] = Figure::Suppressed;
                held += 1;
                crowd += number(*behind);
            }
        }
        while held > 0 && (held < 2 || crowd < SMALL_CELL) {
            let shown = |group: &Group| !matches!(group.figures[position], Figure::Suppressed);
            let next = (0..groups.len())
                .filter(|&i| shown(&groups[i]) && number(behind[i]) > 0.0)
                .min_by(|&a, &b| number(behind[a]).total_cmp(&number(behind[b])));
            let Some(next) = next else { break };
            groups[next].figures[position] = Figure::Suppressed;
            held += 1;
            crowd += number(behind[next]);
        }
    }
}

/// Numbers of persons that stand side by side under a common total, as they may be shown: none where one is held back.
pub(crate) fn persons_shown(persons: &[i64]) -> Vec<Option<i64>> {
    let figure = |persons: i64| Figure::Number(f64::from(i32::try_from(persons).unwrap_or(i32::MAX)));
    // What is counted is what stands behind it.
    let group = |persons: &i64| Group { key: Vec::new(), figures: vec![figure(*persons); 2] };
    let mut groups: Vec<Group> = persons.iter().map(group).collect();
    suppress(&mut groups, &[Measure::Count]);
    let held_back = |group: &Group| matches!(group.figures[..], [Figure::Suppressed]);
    persons.iter().zip(&groups).map(|(persons, group)| (!held_back(group)).then_some(*persons)).collect()
}

/// Whether so many persons are too few to be published.
pub(crate) fn is_small(persons: i64) -> bool {
    small(Figure::Number(f64::from(i32::try_from(persons).unwrap_or(i32::MAX))))
}

fn number(figure: Figure) -> f64 {
    if let Figure::Number(number) = figure { number } else { 0.0 }
}

/// Nobody is found in an empty cell.
fn small(figure: Figure) -> bool {
    let number = number(figure);
    number > 0.0 && number < SMALL_CELL
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(figure: f64, behind: f64) -> Group {
        Group { key: vec![], figures: vec![Figure::Number(figure), Figure::Number(behind)] }
    }

    #[test]
    fn a_lone_small_cell_takes_the_next_smallest_with_it() {
        let mut groups = [40.0, 3.0, 25.0, 90.0, 0.0].map(|count| group(count, count));
        suppress(&mut groups[..4], &[Measure::Count]);
        let figures: Vec<Figure> = groups[..4].iter().map(|group| group.figures[0]).collect();
        assert_eq!(figures, [Figure::Number(40.0), Figure::Suppressed, Figure::Suppressed, Figure::Number(90.0)]);
    }

    #[test]
    fn a_mean_is_held_back_for_how_few_stand_behind_it_and_not_for_its_size() {
        let mut groups = [group(85.0, 1.0), group(3.2, 5_000.0), group(41.0, 60.0)];
        suppress(&mut groups, &[Measure::Mean("age".into())]);
        let figures: Vec<Figure> = groups.iter().map(|group| group.figures[0]).collect();
        assert_eq!(figures, [Figure::Suppressed, Figure::Number(3.2), Figure::Suppressed]);
    }

    #[test]
    fn persons_of_a_small_grid_are_held_back_with_those_of_the_next() {
        assert_eq!(persons_shown(&[412, 3, 388, 530]), [Some(412), None, None, Some(530)]);
        assert_eq!(persons_shown(&[412, 0, 388]), [Some(412), Some(0), Some(388)]);
        assert_eq!(persons_shown(&[]), [] as [Option<i64>; 0]);
        assert_eq!(persons_shown(&[412, 3, 0, 388]), [Some(412), None, Some(0), None], "nobody hides in an empty cell");
        assert_eq!(persons_shown(&[3, 4, 500]), [None, None, None], "seven are no crowd");
        assert_eq!(persons_shown(&[0, 3]), [Some(0), None], "there is nobody to hide among");
    }
}
