/* A network of nobody, made before it is needed. */
#ifndef INIT_NETWORK_H
#define INIT_NETWORK_H

/*
 * A new name space of networks, which no process is in; -1 where the kernel has none to give. Making one takes an
 * emulated machine some 20 ms, so that one whose state is saved has it made by then.
 */
int make_network(void);

#endif
