/* Whoever watches a run may end what is being done: asked now and then by everything that may take long.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_WATCH_H
#define KK_SOLVE_WATCH_H

#include "kakuho.h"

typedef struct {
    const kk_plan_options *options; /* NULL: nobody is asked */
    bool planned;                   /* there is something to go on with: stop() is asked, else end() */
    bool struck;                    /* something was ended */
} kk_watch;

/** Whether what is being done ends here. NULL is allowed: no. */
static inline bool kk_watch_ends(kk_watch *W)
{
    const kk_plan_options *O = W ? W->options : NULL;
    bool (*ask)(void *) = !O ? NULL : W->planned ? O->stop : O->end;
    bool ends = ask && ask(O->info);
    if (ends)
        W->struck = true;
    return ends;
}

/** Tell of a phase that ended. NULL is allowed: nobody is told. */
static inline void kk_watch_tell(const kk_watch *W, const char *name, long iterations)
{
    const kk_plan_options *O = W ? W->options : NULL;
    if (O && O->on_progress)
        O->on_progress(O->info, &(kk_progress){.name = name, .iterations = iterations});
}

/** Say whether there is something to go on with. NULL is allowed. */
static inline void kk_watch_planned(kk_watch *W, bool planned)
{
    if (W)
        W->planned = planned;
}

#endif
