//! Desired settings of kiosks.
