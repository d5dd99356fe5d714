//! The ports to what every machine has: the time, random numbers, and waiting.

use std::time::Duration;

use uuid::Uuid;

use crate::model::Moment;
use crate::ports::{Backoff, Clock, IdSource};

/// The machine's clock. One that is set before 1970 shows the start of 1970.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        let millis = jiff::Timestamp::now().as_millisecond();
        Moment::from_millis(millis).unwrap_or(Moment::EPOCH)
    }
}

/// Random UUIDs (version 4), from the system's own source: nobody can guess the next one.
#[derive(Clone, Copy, Debug, Default)]
pub struct RandomIds;

impl IdSource for RandomIds {
    fn new_id(&self) -> Uuid {
        Uuid::new_v4()
    }
}

/// Waits for any time from none up to a limit, which doubles with every lost race: exponential backoff
/// with full jitter, so that those who collided do not meet again.
///
/// The limit starts at 20 ms, about what a lost race took, and ends at 500 ms: all the pauses of one
/// message together last 2.8 s on average and 5.6 s at most, well within a Lambda's 30 s.
#[derive(Clone, Copy, Debug, Default)]
pub struct JitteredBackoff;

impl JitteredBackoff {
    const FIRST: Duration = Duration::from_millis(20);
    const LONGEST: Duration = Duration::from_millis(500);

    /// The longest pause after so many lost races.
    fn limit(lost: u32) -> Duration {
        let doublings = lost.saturating_sub(1);
        let factor = 2_u32.saturating_pow(doublings);
        Self::FIRST.saturating_mul(factor).min(Self::LONGEST)
    }

    fn draw(lost: u32) -> Duration {
        Self::limit(lost).mul_f64(fastrand::f64())
    }
}

impl Backoff for JitteredBackoff {
    async fn pause(&self, lost: u32) {
        tokio::time::sleep(Self::draw(lost)).await;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::apply::ATTEMPTS;

    #[test]
    fn limits_double_up_to_the_longest() {
        let millis = |lost| JitteredBackoff::limit(lost).as_millis();
        let limits: Vec<u128> = [0, 1, 2, 3, 4, 5, 6, 16, u32::MAX]
            .into_iter()
            .map(millis)
            .collect();
        assert_eq!(limits, [20, 20, 40, 80, 160, 320, 500, 500, 500]);
        let all: u128 = (1..ATTEMPTS).map(millis).sum();
        assert_eq!(all, 5_620);
    }

    #[test]
    fn pauses_differ_and_fill_the_whole_range() {
        let limit = JitteredBackoff::limit(3);
        let draws: BTreeSet<Duration> = (0..1_000).map(|_| JitteredBackoff::draw(3)).collect();
        assert!(draws.len() > 900, "{}", draws.len());
        assert!(draws.iter().all(|draw| *draw <= limit));
        assert!(draws.first().is_some_and(|draw| *draw < limit / 10));
        assert!(draws.last().is_some_and(|draw| *draw > limit / 10 * 9));
    }

    #[test]
    fn ids_are_random_and_the_clock_goes() {
        let ids: BTreeSet<Uuid> = (0..100).map(|_| RandomIds.new_id()).collect();
        assert_eq!(ids.len(), 100);
        assert!(ids.iter().all(|id| id.get_version_num() == 4));
        let year_2026 = 1_767_225_600_000;
        assert!(SystemClock.now().as_millis() > year_2026);
    }
}
