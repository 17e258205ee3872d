//! The same work over many cases, a few at a time.

use std::sync::Mutex;

/// Applies `work` to every case, on `jobs` threads; the answers in the order of the cases. `work` is told the number of
/// its thread.
pub fn map<T: Sync, R: Send>(cases: &[T], jobs: usize, work: impl Fn(usize, &T) -> R + Sync) -> Vec<R> {
    let next = Mutex::new(0_usize);
    let mut answers: Vec<Option<R>> = Vec::new();
    answers.resize_with(cases.len(), || None);
    let answers = Mutex::new(answers);
    std::thread::scope(|scope| {
        for job in 0..jobs.max(1) {
            let (next, answers, work) = (&next, &answers, &work);
            scope.spawn(move || {
                loop {
                    let at = {
                        let Ok(mut next) = next.lock() else { return };
                        *next += 1;
                        *next - 1
                    };
                    let Some(case) = cases.get(at) else { return };
                    let answer = work(job, case);
                    if let Ok(mut answers) = answers.lock()
                        && let Some(place) = answers.get_mut(at)
                    {
                        *place = Some(answer);
                    }
                }
            });
        }
    });
    answers.into_inner().unwrap_or_default().into_iter().flatten().collect()
}
