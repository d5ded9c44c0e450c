namespace Harmonia.Cli.Tests.Samples;

public sealed partial class RepositoryReportTests
{
    /// <summary>Of the test repository, from the first table on, with # for hashes.</summary>
    private const string ExpectedReport = """
        | | |
        |---|--:|
        | Commits | 5 |
        | Authors | 3 |
        | Files | 10 |
        | Bytes | 44 |
        | Tags | 2 |
        | Checked out | v1.1 |

        ## Authors

        At most 20, those with the most commits first.

        | Author | Commits | Share |
        |---|--:|--:|
        | Bö\_b \<bob@example.org> | 3 | 60 % |
        | Ada \| L \<ada@example.org> | 1 | 20 % |
        | Cy \\ D \<cy@example.org> | 1 | 20 % |

        ## Commits per month

        The latest 12 months that have any.

        | Month | Commits |
        |---|--:|
        | 2025-03 | 4 |
        | 2025-01 | 1 |

        ## Files changed by the most commits

        | File | Commits |
        |---|--:|
        | `"code/odd\001.c"` | 4 |
        | `docs/quo"te.md` | 4 |
        | `a\|b.c` | 2 |
        | `.dot/folder/"x` | 1 |
        | `back\slash.c` | 1 |
        | `code/new line.c` | 1 |
        | `.gitignore` | 1 |
        | `Makefile` | 1 |
        | `ab.c` | 1 |
        | `` code/`tick`.c `` | 1 |

        ## Files by extension

        | Extension | Files | Share | Bytes |
        |---|--:|--:|--:|
        | `.c` | 5 | 50 % | 24 |
        | `(none)` | 3 | 30 % | 7 |
        | `.TXT` | 1 | 10 % | 3 |
        | `.md` | 1 | 10 % | 10 |

        ## Largest files

        | File | Bytes |
        |---|--:|
        | `docs/quo"te.md` | 10 |
        | `ab.c` | 10 |
        | `"code/odd\001.c"` | 8 |
        | `Makefile` | 5 |
        | `docs/with space/ä ö.TXT` | 3 |
        | `.dot/folder/"x` | 2 |
        | `back\slash.c` | 2 |
        | `code/new line.c` | 2 |
        | `` code/`tick`.c `` | 2 |
        | `.gitignore` | 0 |

        ## Latest commits

        | Date | Commit | Author | Subject |
        |---|---|---|---|
        | 2025-03-04 | # | Cy \\ D | Rename \`a\|b.c\` |
        | 2025-03-03 | # | Bö\_b | Change 3 of 3 |
        | 2025-03-02 | # | Bö\_b | Change 2 of 3 |
        | 2025-03-01 | # | Bö\_b | Change 1 of 3 |
        | 2025-01-31 | # | Ada \| L | Begin \*boldly\* \| \[x](y) \<b> |

        ## Latest tags

        | Tag | Date |
        |---|---|
        | `v1.0` | 2025-02-01 |
        | `v1.1` | 2025-02-01 |

        """;
}
