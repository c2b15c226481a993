/* Reading a YAML tree by tables of keys: what the parts of the study.yaml reader
 * share. Every failure names the file, the line and the column. */
#ifndef CLG_STUDY_SETTINGS_LOADER_H
#define CLG_STUDY_SETTINGS_LOADER_H

#include "base/time.h"
#include "study/settings.h"
#include "study/yaml_tree.h"

typedef struct clg_loader {
    const clg_yaml_tree *tree;
    const char *name; /* of the file, in errors */
    clg_settings *settings;
    clg_error *err;
} clg_loader;

/* A key and what reads its value. `target` is what the mapping fills. */
typedef struct clg_loader_key {
    const char *name; /* NULL ends a table */
    clg_status (*read)(const clg_loader *loader, const char *key,
                       const clg_yaml_node *value, void *target);
} clg_loader_key;

/* "expected a whole number such as 1 for 'seed', found 'x'" */
clg_status clg_loader_expected(const clg_loader *loader, const char *key,
                               const clg_yaml_node *node, const char *expected);

/* "unknown <what> 'windw'; did you mean 'window'?"; names end in NULL. */
clg_status clg_loader_unknown(const clg_loader *loader, const char *what,
                              const clg_yaml_node *node, const char *const *names);

/* Reads a mapping by the table; `key` is what the mapping itself is the value of. */
clg_status clg_loader_mapping(const clg_loader *loader, const char *key,
                              const clg_yaml_node *node, const clg_loader_key *keys,
                              void *target);

/* The text of a node, borrowed, not empty. */
clg_status clg_loader_text(const clg_loader *loader, const char *key,
                           const clg_yaml_node *node, const char *expected,
                           const char **text);

/* The same, as a copy in *slot. */
clg_status clg_loader_copy(const clg_loader *loader, const char *key,
                           const clg_yaml_node *node, const char *expected,
                           char **slot);

/* Appends the texts of a list, empty ones too. */
clg_status clg_loader_list(const clg_loader *loader, const char *key,
                           const clg_yaml_node *node, clg_texts *texts);

clg_status clg_loader_formats(const clg_loader *loader, const char *key,
                              const clg_yaml_node *node, clg_texts *formats);
clg_status clg_loader_zone(const clg_loader *loader, const char *key,
                           const clg_yaml_node *node, char **slot);

/* Reads `trajectory:` into the settings. */
clg_status clg_loader_trajectory(const clg_loader *loader, const char *key,
                                 const clg_yaml_node *value, void *target);

/* Reads `assessments:` into the settings. */
clg_status clg_loader_assessments(const clg_loader *loader, const char *key,
                                  const clg_yaml_node *value, void *target);

/* A date or time; a bare date has no clock. */
clg_status clg_loader_time(const clg_loader *loader, const char *key,
                           const clg_yaml_node *value, clg_time *time);

/* Appends what `files:` names. */
clg_status clg_loader_files(const clg_loader *loader, const char *key,
                            const clg_yaml_node *value, void *target);

#endif
