await import('@capbench/core')
