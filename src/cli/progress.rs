//! Progress on standard error: a bar with rate and estimate for what takes over a second, warnings, notes.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use wirecopy::observer::{Funnel, Observer, Warning};

use super::{messages, terminated};

/// Work that is done sooner shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);
/// Warnings of one kind that are printed; the rest is counted.
const WARNINGS_SHOWN: u64 = 10;

/// Tells the person at the terminal.
pub struct Progress {
    quiet: bool,
    stop: Arc<AtomicBool>,
    stage: Arc<Mutex<Option<Stage>>>,
    warnings: Mutex<BTreeMap<String, u64>>,
}

struct Stage {
    bar: ProgressBar,
    begun: Instant,
    shown: bool,
}

impl Progress {
    /// Watches for Ctrl-C, and heeds requests to end, from now on. Draws nothing when standard error is no terminal.
    pub fn new(quiet: bool) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&stop);
        // The second time the person means it. Failing to install the handler costs the tidy end only.
        let _ = ctrlc::set_handler(move || {
            if asked.swap(true, Ordering::SeqCst) {
                std::process::exit(130);
            }
        });
        terminated::heed();
        let stage = Arc::new(Mutex::new(None));
        if !quiet && std::io::stderr().is_terminal() {
            draw_in_background(Arc::clone(&stage));
        }
        Self { quiet, stop, stage, warnings: Mutex::new(BTreeMap::new()) }
    }

    /// Tells what was kept back, once all is done; whether a run was written whose `run.json` holds every warning.
    pub fn finish(&self, in_run: bool) {
        clear(&self.stage);
        if !self.quiet {
            for (cause, count) in lock(&self.warnings).iter().filter(|(_, count)| **count > WARNINGS_SHOWN) {
                messages::print_more_warnings(cause, count - WARNINGS_SHOWN, in_run);
            }
        }
    }
}

/// Shows the bar of a stage that has lasted a second, and keeps it moving. The thread ends with the process; where none is to be had no bar is shown.
fn draw_in_background(stage: Arc<Mutex<Option<Stage>>>) {
    let drawing = std::thread::Builder::new().spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(200));
            if let Some(stage) = lock(&stage).as_mut().filter(|s| s.begun.elapsed() > PATIENCE) {
                if !stage.shown {
                    stage.bar.set_draw_target(ProgressDrawTarget::stderr());
                    stage.shown = true;
                }
                stage.bar.tick();
            }
        }
    });
    drop(drawing);
}

fn clear(stage: &Mutex<Option<Stage>>) {
    if let Some(stage) = lock(stage).take() {
        stage.bar.finish_and_clear();
    }
}

impl Observer for Progress {
    fn begin(&self, stage: &str, unit: &str, total: Option<u64>) {
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        let template = match (unit, total) {
            ("bytes", Some(_)) => "{prefix:>9} {wide_bar} {binary_bytes}/{binary_total_bytes} {binary_bytes_per_sec} {eta}",
            ("bytes", None) => "{prefix:>9} {spinner} {binary_bytes} {binary_bytes_per_sec} {elapsed}",
            (_, Some(_)) => "{prefix:>9} {wide_bar} {human_pos}/{human_len} {msg} {per_sec} {eta}",
            (_, None) => "{prefix:>9} {spinner} {human_pos} {msg} {per_sec} {elapsed}",
        };
        bar.set_style(ProgressStyle::with_template(template).expect("a fixed template"));
        bar.set_prefix(stage.to_owned());
        bar.set_message(unit.to_owned());
        *lock(&self.stage) = Some(Stage { bar, begun: Instant::now(), shown: false });
    }

    fn advance(&self, units: u64) {
        // Handing out the bar is cheap, but workers must not wait for the drawing thread.
        if let Ok(stage) = self.stage.try_lock()
            && let Some(stage) = stage.as_ref()
        {
            stage.bar.inc(units);
        }
    }

    fn end(&self, _: &Funnel) {
        clear(&self.stage);
    }

    fn warn(&self, warning: &Warning) {
        let mut warnings = lock(&self.warnings);
        let count = warnings.entry(warning.cause.clone()).or_default();
        *count += 1;
        if !self.quiet && *count <= WARNINGS_SHOWN {
            messages::print_warning(warning);
        }
    }

    fn note(&self, message: &str) {
        if !self.quiet {
            messages::print_note(message);
        }
    }

    fn interrupted(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || terminated::asked()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
