//! One loop, compiled for every processor and once more for those with AVX2, which every machine
//! of the last ten years has: the compiler's own vector code is then twice as wide.

/// Defines a function whose body is compiled twice; each call takes the one for the processor it
/// runs on. The body must be plain loops, whose meaning does not depend on how they are compiled.
macro_rules! for_each_processor {
    ($(#[$about:meta])* $seen:vis fn $name:ident($($argument:ident: $kind:ty),* $(,)?) $body:block) => {
        $(#[$about])*
        $seen fn $name($($argument: $kind),*) {
            #[inline(always)]
            fn plain($($argument: $kind),*) $body

            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2")]
                fn wide($($argument: $kind),*) {
                    plain($($argument),*);
                }
                if std::arch::is_x86_feature_detected!("avx2") {
                    // SAFETY: the processor has what the function was compiled for.
                    #[expect(unsafe_code, reason = "calling what needs a processor feature")]
                    unsafe { wide($($argument),*) };
                    return;
                }
            }
            plain($($argument),*);
        }
    };
}

pub(crate) use for_each_processor;
