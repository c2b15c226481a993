/* The key `trajectory` of study.yaml: what stages are fitted to, and which. */
#include "study/settings_loader.h"
#include "study/settings_values.h"

#include <string.h>

static clg_status read_stages(const clg_loader *loader, const char *key,
                              const clg_yaml_node *value, void *target)
{
    clg_trajectory_settings *trajectory = target;
    clg_status status =
        clg_loader_copy(loader, key, value, CLG_EXPECTED_STAGES, &trajectory->stages);

    if (status == CLG_OK && !clg_stages_check(trajectory->stages))
        status = clg_loader_expected(loader, key, value, CLG_EXPECTED_STAGES);
    return status;
}

static clg_status read_topology(const clg_loader *loader, const char *key,
                                const clg_yaml_node *value, void *target)
{
    clg_trajectory_settings *trajectory = target;
    clg_status status = clg_loader_copy(loader, key, value, CLG_EXPECTED_TOPOLOGY,
                                        &trajectory->topology);

    if (status == CLG_OK && !clg_topology_check(trajectory->topology))
        status = clg_loader_expected(loader, key, value, CLG_EXPECTED_TOPOLOGY);
    return status;
}

static clg_status read_indicators(const clg_loader *loader, const char *key,
                                  const clg_yaml_node *value, void *target)
{
    clg_trajectory_settings *trajectory = target;

    return clg_loader_list(loader, key, value, &trajectory->indicators);
}

clg_status clg_loader_trajectory(const clg_loader *loader, const char *key,
                                 const clg_yaml_node *value, void *target)
{
    static const clg_loader_key keys[] = {{"stages", read_stages},
                                          {"topology", read_topology},
                                          {"indicators", read_indicators},
                                          {NULL, NULL}};
    clg_trajectory_settings *trajectory = &loader->settings->trajectory;

    (void)target;
    trajectory->is_off = value->kind == CLG_YAML_TEXT &&
                         strcmp(clg_yaml_text(loader->tree, value), "none") == 0;
    if (trajectory->is_off)
        return CLG_OK;
    if (value->kind != CLG_YAML_MAPPING)
        return clg_loader_expected(loader, key, value,
                                   "none, or stages, topology and indicators");
    return clg_loader_mapping(loader, key, value, keys, trajectory);
}
