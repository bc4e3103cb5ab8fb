// Command metric-names prints the metrics that PromQL expressions read, and the labels that they expect of each, as
// "metric label...". Its arguments are files: rule files, named *.yaml, or others with one expression a line. No server
// is needed.
package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/prometheus/common/model"
	"github.com/prometheus/common/promslog"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
)

var promql = parser.NewParser(parser.Options{})

func main() {
	expressions, err := expressionsOf(os.Args[1:])
	if err != nil {
		fail(err)
	}
	names := map[string]map[string]bool{}
	for _, expression := range expressions {
		parsed, err := promql.ParseExpr(expression)
		if err != nil {
			fail(fmt.Errorf("%q is no PromQL expression: %w", expression, err))
		}
		collect(parsed, nil, names)
	}
	for _, line := range sorted(names) {
		fmt.Println(line)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "error:", err)
	os.Exit(1)
}

func expressionsOf(files []string) ([]string, error) {
	var all []string
	for _, file := range files {
		read := lines
		if strings.HasSuffix(file, ".yaml") {
			read = rules
		}
		expressions, err := read(file)
		if err != nil {
			return nil, err
		}
		all = append(all, expressions...)
	}
	return all, nil
}

func lines(file string) ([]string, error) {
	content, err := os.ReadFile(file)
	return strings.Split(strings.TrimSpace(string(content)), "\n"), err
}

func rules(file string) ([]string, error) {
	groups, errs := rulefmt.ParseFile(file, false, model.UTF8Validation, promql, promslog.NewNopLogger())
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	var expressions []string
	for _, group := range groups.Groups {
		for _, rule := range group.Rules {
			expressions = append(expressions, rule.Expr)
		}
	}
	return expressions, nil
}

// collect adds the metrics below a node. An aggregation or a join needs its labels of every metric in its operands.
func collect(node parser.Node, needed []string, names map[string]map[string]bool) {
	switch typed := node.(type) {
	case *parser.VectorSelector:
		add(typed, needed, names)
	case *parser.AggregateExpr:
		if !typed.Without {
			needed = append(slices.Clone(needed), typed.Grouping...)
		}
	case *parser.BinaryExpr:
		if typed.VectorMatching != nil && typed.VectorMatching.On {
			needed = append(slices.Clone(needed), typed.VectorMatching.MatchingLabels...)
		}
	}
	for child := range parser.ChildrenIter(node) {
		collect(child, needed, names)
	}
}

func add(selector *parser.VectorSelector, needed []string, names map[string]map[string]bool) {
	if names[selector.Name] == nil {
		names[selector.Name] = map[string]bool{}
	}
	for _, label := range needed {
		names[selector.Name][label] = true
	}
	for _, matcher := range selector.LabelMatchers {
		if matcher.Name != labels.MetricName {
			names[selector.Name][matcher.Name] = true
		}
	}
}

func sorted(names map[string]map[string]bool) []string {
	var lines []string
	for name, needed := range names {
		words := []string{}
		for label := range needed {
			words = append(words, label)
		}
		slices.Sort(words)
		lines = append(lines, strings.Join(append([]string{name}, words...), " "))
	}
	slices.Sort(lines)
	return lines
}
