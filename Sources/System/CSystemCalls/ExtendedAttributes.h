// Extended attributes of open files, which Swift's module of the C library leaves out.

#pragma once

/// Gives the names of the attributes, each with a zero behind it, and how many octets they take, or -1.
long flistxattr(int file, char *names, unsigned long count);

/// Gives the value of an attribute, and how many octets it has, or -1.
long fgetxattr(int file, const char *name, void *value, unsigned long count);

/// Sets an attribute, whether it is there or not where flags is 0. Gives 0, or -1.
int fsetxattr(int file, const char *name, const void *value, unsigned long count, int flags);

/// Removes an attribute. Gives 0, or -1.
int fremovexattr(int file, const char *name);
