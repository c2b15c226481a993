/* How many states: models of 2, 3, ... states side by side.
 *
 * Information criteria choose too many where the emissions are not quite right (Celeux
 * & Durand 2008, Computational Statistics 23:541; Pohle et al. 2017, JABES 22:270), so
 * models are also judged by schools that they have not seen: schools are dealt to folds
 * by a hash of their identifiers, each fold's log-likelihood is that under the model of
 * the other folds, per window with data. Its error is that of the mean over folds; by
 * the rule of one standard error the smallest model is taken that is not further than
 * that below the best. Folds are weights of 0 and 1: no data are copied. */
#ifndef CLG_TRAJECTORY_HMM_SELECT_H
#define CLG_TRAJECTORY_HMM_SELECT_H

#include "trajectory/hmm/criteria.h"
#include "trajectory/hmm/em.h"

enum { CLG_MOST_FOLDS = 20 };

typedef struct clg_select_options {
    uint32_t least, most; /* numbers of states, within 1 to 8 */
    uint32_t folds;       /* 2 to 20 */
    uint32_t topologies;  /* whose moves are free: bits 1 << clg_topology */
    /* As for one fit, but without start and checkpoint; priors.transition is that of a
     * whole row, each free move gets it over the number of states; no more states are
     * anchored than there are. Folds begin at the estimate of all schools: it chooses
     * the maximum that they climb, not where they end. */
    clg_em_options em;
} clg_select_options;

#define CLG_SELECT_OPTIONS_INIT                                                        \
    {                                                                                  \
        .least = 2, .most = 7, .folds = 5, .topologies = 1u << CLG_TOPOLOGY_BAKIS1,    \
        .em = CLG_EM_OPTIONS_INIT                                                      \
    }

typedef struct clg_state_choice {
    uint32_t states;
    bool is_fitted; /* false: too many parameters for the data, all else is NaN or 0 */
    clg_em_result fit;
    clg_criteria criteria;
    double fold[CLG_MOST_FOLDS]; /* log-likelihood per window; NaN: no data in it, or
                                    none outside */
    double held_out, held_out_error; /* per window; NaN if a fold is impossible */
    uint32_t parameters;             /* also if not fitted */
} clg_state_choice;

typedef struct clg_selection {
    clg_state_choice choices[CLG_MOST_STATES];
    uint32_t choice_count, folds;
    size_t windows; /* with data */
    /* Numbers of states that each way chooses; 0: none could be fitted. */
    uint32_t by_bic_windows, by_bic_schools, by_icl, by_held_out, by_one_error;
} clg_selection;

void clg_selection_clear(clg_selection *selection);

/* `shape` has families and exposures; its states and masks are not read, starts are all
 * free. CLG_ERROR_ARGUMENT: a range or folds outside the limits; otherwise as
 * clg_em_fit. */
clg_status clg_select_states(clg_batch *batch, const clg_hmm *shape,
                             const clg_select_options *options,
                             clg_selection *selection, clg_error *err) CLG_NODISCARD;

/* Which fold a school is in. */
uint32_t clg_fold_of(const clg_panel *panel, uint32_t school, uint64_t seed,
                     uint32_t folds);

#endif
