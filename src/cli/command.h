/* One function a command. Each gets its own name as argv[0] and returns an exit code.
 */
#ifndef CLG_CLI_COMMAND_H
#define CLG_CLI_COMMAND_H

struct command {
    const char *name, *summary;
    int (*run)(int argc, char **argv);
};

/* All commands, in the order of the help; ends with one without a name. */
extern const struct command commands[];

int command_run(int argc, char **argv);
int command_fit(int argc, char **argv);
int command_compare(int argc, char **argv);
int command_report(int argc, char **argv);
int command_ingest(int argc, char **argv);
int command_measure(int argc, char **argv);
int command_check(int argc, char **argv);
int command_simulate(int argc, char **argv);
int command_catalogue(int argc, char **argv);
int command_help(int argc, char **argv);

#endif
