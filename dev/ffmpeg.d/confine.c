// Confines the program that it is linked into, before main runs: no files, no network, no other processes, little memory.
//
// The program keeps the descriptors that it inherits, and may read, write, allocate memory and read the clock. Every other system
// call fails with EPERM, such as open, socket and clone. So input that takes over the decoder reaches nothing but its own output.
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// Address space. The decoders need 30 MB; the limit leaves room for the index of a long MP4 file.
#define MAX_MEMORY_BYTES (512L << 20)
#define EXIT_NOT_CONFINED 70

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the filter is written for x86-64 and aarch64"
#endif

#define ALLOW(name) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##name, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

static struct sock_filter filter[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    ALLOW(read),
    ALLOW(write),
    ALLOW(readv),
    ALLOW(writev),
    ALLOW(close),
    ALLOW(lseek),
    ALLOW(fstat),
    ALLOW(brk),
    ALLOW(mmap),
    ALLOW(munmap),
    ALLOW(mremap),
    ALLOW(mprotect),
    ALLOW(madvise),
    ALLOW(futex),
    ALLOW(ppoll),
#if defined(__x86_64__)
    ALLOW(poll),
#endif
    ALLOW(rt_sigaction),
    ALLOW(rt_sigprocmask),
    ALLOW(rt_sigreturn),
    ALLOW(clock_gettime),
    ALLOW(clock_nanosleep),
    ALLOW(nanosleep),
    ALLOW(gettimeofday),
    ALLOW(getrandom),
    ALLOW(getrusage),
    ALLOW(sched_getaffinity),
    ALLOW(exit),
    ALLOW(exit_group),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
};

static void limit(int resource, rlim_t most) {
    struct rlimit both = {most, most};
    if (setrlimit(resource, &both) != 0) {
        _exit(EXIT_NOT_CONFINED);
    }
}

__attribute__((constructor)) static void confine(void) {
    struct sock_fprog program = {sizeof(filter) / sizeof(filter[0]), filter};
    static const char problem[] = "the kernel does not support seccomp filters, so the program cannot be confined\n";
    limit(RLIMIT_AS, MAX_MEMORY_BYTES);
    limit(RLIMIT_CORE, 0);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
        ssize_t written = write(STDERR_FILENO, problem, sizeof(problem) - 1);
        (void) written;
        _exit(EXIT_NOT_CONFINED);
    }
}
