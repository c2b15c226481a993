/* A YAML document as a tree of texts, lists and mappings; the only code that
 * includes yaml.h. Texts stay texts (`no`, `012` and `~` mean what they say): whoever
 * reads the tree decides on types. One document, no anchors, aliases or tags, so
 * that what is read is what is seen. JSON is a subset. */
#ifndef CLG_STUDY_YAML_TREE_H
#define CLG_STUDY_YAML_TREE_H

#include "base/text.h"

typedef enum clg_yaml_kind {
    CLG_YAML_TEXT,
    CLG_YAML_LIST,
    CLG_YAML_MAPPING
} clg_yaml_kind;

typedef struct clg_yaml_node {
    clg_yaml_kind kind;
    uint64_t line, column; /* from 1 */
    size_t text;           /* index into texts, for a text */
    size_t first, next;    /* first child, next sibling; 0 = none, as 0 is the root */
} clg_yaml_node;

/* The children of a mapping are key, value, key, value; keys are texts and differ. */
typedef struct clg_yaml_tree {
    clg_yaml_node *nodes;
    size_t count, room; /* count 0: an empty document */
    clg_texts texts;
} clg_yaml_tree;

enum { CLG_YAML_LARGEST = 1 << 20, CLG_YAML_DEPTH = 8 };

/* CLG_ERROR_PARSE with line and column: not YAML, larger or deeper than above, a key
 * twice. The tree is empty on failure. */
clg_status clg_yaml_parse(const char *bytes, size_t size, const char *name,
                          clg_yaml_tree *tree, clg_error *err) CLG_NODISCARD;
void clg_yaml_clear(clg_yaml_tree *tree);

static inline const clg_yaml_node *clg_yaml_first(const clg_yaml_tree *tree,
                                                  const clg_yaml_node *node)
{
    return node->first != 0 ? &tree->nodes[node->first] : NULL;
}

static inline const clg_yaml_node *clg_yaml_next(const clg_yaml_tree *tree,
                                                 const clg_yaml_node *node)
{
    return node->next != 0 ? &tree->nodes[node->next] : NULL;
}

static inline const char *clg_yaml_text(const clg_yaml_tree *tree,
                                        const clg_yaml_node *node)
{
    return clg_texts_at(&tree->texts, node->text);
}

#endif
