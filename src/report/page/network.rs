//! Outlets as a drawing: who shares text with whom, laid out here and written as SVG.
//!
//! Nodes repel, edges attract (Fruchterman and Reingold, "Graph drawing by force-directed
//! placement", 1991), from a fixed start, a fixed number of steps: the same drawing every time.

use std::fmt::Write as _;

use super::html::{cut, escape};
use super::index::{Index, at};
use super::outlets::{Matrix, OutletRow};
use super::words::{number, plural};

/// Outlets drawn at most.
pub(super) const NODES: usize = 200;
/// Edges drawn at most; and the strongest of each outlet that are drawn, so that the drawing stays readable.
const EDGES: usize = 1_000;
const OWN_EDGES: usize = 2;
const STEPS: usize = 250;
/// Where on its line an arrow stands: clear of both outlets and their labels.
const ARROW_AT: f64 = 0.6;
const WIDTH: f64 = 1_000.0;
const HEIGHT: f64 = 640.0;
/// Width of a letter in a label, about, and height of a line.
const LETTER: f64 = 6.6;
const LINE: f64 = 15.0;

/// Two outlets that share text.
struct Edge {
    a: usize,
    b: usize,
    shared: u64,
    /// Passages that b took from a, and a from b.
    taken: [u64; 2],
}

/// The drawing, and a table that says the same. `matrix` has at most [`NODES`] outlets.
pub(super) fn section(index: &Index<'_>, matrix: &Matrix, rows: &[OutletRow<'_>]) -> String {
    let n = matrix.outlets.len();
    let mut edges: Vec<Edge> = Vec::new();
    for a in 0..n {
        for b in a + 1..n {
            let shared = matrix.shared[a * matrix.size + b];
            if shared > 0 {
                let taken = [matrix.taken[b * matrix.size + a], matrix.taken[a * matrix.size + b]];
                edges.push(Edge { a, b, shared, taken });
            }
        }
    }
    let all = edges.len();
    edges.sort_by_key(|e| (std::cmp::Reverse(e.shared), e.a, e.b));
    let mut links = vec![0; n];
    edges.retain(|e| {
        let strong = links[e.a] < OWN_EDGES || links[e.b] < OWN_EDGES;
        if strong {
            links[e.a] += 1;
            links[e.b] += 1;
        }
        strong
    });
    edges.truncate(EDGES);
    if edges.is_empty() {
        return "<p>No two outlets share a passage, so there is nothing to draw.</p>".to_owned();
    }
    let mut out = format!(
        "<p class=\"note\">{} and {}. A line joins outlets that share passages, thicker for more; an arrow points to the outlet that took \
         more, where evidence says so. Choose an outlet to see what it took and gave.</p>",
        if n < index.outlets.len() {
            format!("The {} of {} outlets that share most", number(n as u64), number(index.outlets.len() as u64))
        } else {
            plural(n as u64, "outlet", "outlets")
        },
        if edges.len() < all {
            format!("the {} strongest of {} links", number(edges.len() as u64), number(all as u64))
        } else {
            plural(all as u64, "link", "links")
        }
    );
    let largest = matrix.outlets.iter().map(|&o| rows[at(o)].shared).max().unwrap_or(1).max(1) as f64;
    let radius = |&outlet: &u32| 4.0 + 14.0 * (rows[at(outlet)].shared as f64 / largest).sqrt();
    let radii: Vec<f64> = matrix.outlets.iter().map(radius).collect();
    let places = part(layout(n, &edges), &radii);
    draw(index, matrix, rows, &edges, Circles { places: &places, radii: &radii }, &mut out);
    table(index, matrix, &edges, &mut out);
    out
}

fn layout(n: usize, edges: &[Edge]) -> Vec<(f64, f64)> {
    let most = edges.iter().map(|e| e.shared).max().unwrap_or(1) as f64;
    // A spiral in the order of rank: no two nodes in one place, heavy ones in the middle.
    let mut places: Vec<(f64, f64)> = (0..n)
        .map(|i| {
            let (angle, radius) = (i as f64 * 2.399_963, ((i as f64 + 0.5) / n as f64).sqrt() * 0.45);
            (angle.cos() * radius, angle.sin() * radius)
        })
        .collect();
    let ideal = (0.6 / n as f64).sqrt();
    for step in 0..STEPS {
        let heat = 0.1 * (1.0 - step as f64 / STEPS as f64) + 0.0005;
        // A weak pull to the middle keeps parts that no edge joins on the sheet.
        let pulled = pushes(&places, ideal).into_iter().zip(&places).map(|((x, y), place)| (x - place.0 * 0.15, y - place.1 * 0.15));
        let mut forces: Vec<(f64, f64)> = pulled.collect();
        for edge in edges {
            let (dx, dy) = (places[edge.a].0 - places[edge.b].0, places[edge.a].1 - places[edge.b].1);
            let strength = 0.25 + 0.75 * (edge.shared as f64 / most).sqrt();
            let pull = (dx * dx + dy * dy).sqrt() / ideal * strength;
            forces[edge.a] = (forces[edge.a].0 - dx * pull, forces[edge.a].1 - dy * pull);
            forces[edge.b] = (forces[edge.b].0 + dx * pull, forces[edge.b].1 + dy * pull);
        }
        for (place, force) in places.iter_mut().zip(forces) {
            let length = (force.0 * force.0 + force.1 * force.1).sqrt().max(1e-9);
            let step = length.min(heat) / length;
            *place = (place.0 + force.0 * step, place.1 + force.1 * step);
        }
    }
    fit(&places)
}

/// What pushes each node away from the others. One of them pushes all at a time, itself by nothing, so that several are reckoned side by side; what pushes a node
/// is added in the order of rank.
fn pushes(places: &[(f64, f64)], ideal: f64) -> Vec<(f64, f64)> {
    let (xs, ys): (Vec<f64>, Vec<f64>) = places.iter().copied().unzip();
    let (mut x_forces, mut y_forces) = (vec![0.0; xs.len()], vec![0.0; ys.len()]);
    for (x, y) in places {
        for (((x_force, y_force), own_x), own_y) in x_forces.iter_mut().zip(&mut y_forces).zip(&xs).zip(&ys) {
            let (dx, dy) = (own_x - x, own_y - y);
            let push = ideal * ideal / (dx * dx + dy * dy).max(1e-6);
            (*x_force, *y_force) = (*x_force + dx * push, *y_force + dy * push);
        }
    }
    x_forces.into_iter().zip(y_forces).collect()
}

/// Stretches the places to the sheet, with a margin for labels. Half of each coordinate is its rank, so that a dense middle is spread and
/// an outlier does not press all others together.
fn fit(places: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let axis = |f: fn(&(f64, f64)) -> f64| {
        let values: Vec<f64> = places.iter().map(f).collect();
        let low = values.iter().copied().fold(f64::MAX, f64::min);
        let wide = (values.iter().copied().fold(f64::MIN, f64::max) - low).max(1e-9);
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
        let mut rank = vec![0.0; values.len()];
        order.iter().enumerate().for_each(|(r, &i)| rank[i] = r as f64 / (values.len() - 1).max(1) as f64);
        values.iter().zip(rank).map(|(v, r)| ((v - low) / wide + r) / 2.0).collect::<Vec<f64>>()
    };
    let to_sheet = |(x, y): (f64, f64)| (50.0 + x * (WIDTH - 190.0), 26.0 + y * (HEIGHT - 52.0));
    axis(|p| p.0).into_iter().zip(axis(|p| p.1)).map(to_sheet).collect()
}

/// Moves circles that cover one another apart, a little each time.
fn part(mut places: Vec<(f64, f64)>, radii: &[f64]) -> Vec<(f64, f64)> {
    const GAP: f64 = 4.0;
    const TIMES: usize = 60;
    for _ in 0..TIMES {
        let mut moved = false;
        for i in 0..places.len() {
            for j in i + 1..places.len() {
                let (dx, dy) = (places[j].0 - places[i].0, places[j].1 - places[i].1);
                let (reach, square) = (radii[i] + radii[j] + GAP, dx * dx + dy * dy);
                // Most lie far apart, of which no root is needed to know it.
                if square > 1.001 * reach * reach {
                    continue;
                }
                let distance = square.sqrt();
                let missing = reach - distance;
                if missing > 0.0 {
                    // Those in one place part along the sheet's longer side.
                    let (x, y) = if distance > 1e-6 { (dx / distance, dy / distance) } else { (1.0, 0.0) };
                    let step = missing / 2.0;
                    places[i] = (places[i].0 - x * step, places[i].1 - y * step);
                    places[j] = (places[j].0 + x * step, places[j].1 + y * step);
                    moved = true;
                }
            }
        }
        if !moved {
            break;
        }
    }
    let inside = |((x, y), r): ((f64, f64), &f64)| (f64::clamp(x, *r, WIDTH - r), f64::clamp(y, *r, HEIGHT - r));
    places.into_iter().zip(radii).map(inside).collect()
}

/// A rectangle that is taken: left, top, right, bottom.
type Area = (f64, f64, f64, f64);

/// A label: the left end of its text, the middle of its line, and whether it stands away from its node.
type Label = (f64, f64, bool);

/// Where a label of this width is written: beside its node, else all around it, else farther and farther away; where it covers neither a
/// label nor another node.
fn label_place(node: usize, places: &[(f64, f64)], radii: &[f64], width: f64, taken: &[Area]) -> Option<Label> {
    const GAPS: [f64; 6] = [3.0, 12.0, 24.0, 38.0, 54.0, 72.0];
    const AROUND: u32 = 16;
    let ((x, y), r) = (places[node], radii[node]);
    let beside = [(x + r + 3.0, y), (x - r - 3.0 - width, y), (x - width / 2.0, y - r - 8.0), (x - width / 2.0, y + r + 9.0)];
    let around = GAPS.into_iter().flat_map(|gap| {
        (0..AROUND).map(move |turn| {
            let (sin, cos) = (f64::from(turn) / f64::from(AROUND) * std::f64::consts::TAU).sin_cos();
            (x + cos * (r + gap + width / 2.0) - width / 2.0, y + sin * (r + gap + LINE / 2.0), gap > GAPS[0])
        })
    });
    beside.into_iter().map(|(left, middle)| (left, middle, false)).chain(around).find(|&(left, middle, _)| {
        let area = (left, middle - LINE / 2.0, left + width, middle + LINE / 2.0);
        let apart = |&(l, t, r, b): &Area| area.2 < l || r < area.0 || area.3 < t || b < area.1;
        let circle = |(i, &(x, y)): (usize, &(f64, f64))| i == node || apart(&(x - radii[i], y - radii[i], x + radii[i], y + radii[i]));
        let on_sheet = area.0 > 0.0 && area.2 < WIDTH - LETTER && area.1 > 0.0 && area.3 < HEIGHT;
        on_sheet && taken.iter().all(apart) && places.iter().enumerate().all(circle)
    })
}

/// A line from a node to its label.
fn leader((x, y): (f64, f64), (left, middle, _): Label, width: f64) -> String {
    let to = (x.clamp(left, left + width), y.clamp(middle - LINE / 2.0, middle + LINE / 2.0));
    format!("<path class=\"leader\" d=\"M{x:.0} {y:.0}L{:.0} {:.0}\"/>", to.0, to.1)
}

/// Where the outlets stand, and how large.
#[derive(Clone, Copy)]
struct Circles<'a> {
    places: &'a [(f64, f64)],
    radii: &'a [f64],
}

fn draw(index: &Index<'_>, matrix: &Matrix, rows: &[OutletRow<'_>], edges: &[Edge], circles: Circles<'_>, out: &mut String) {
    let Circles { places, radii } = circles;
    let mut put = |arguments: std::fmt::Arguments<'_>| {
        out.write_fmt(arguments).expect("a string takes every write");
    };
    let most = edges.iter().map(|e| e.shared).max().unwrap_or(1) as f64;
    put(format_args!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Drawing of the network\"><svg class=\"network\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" role=\"group\" aria-label=\"Outlets that share passages\">\
         <defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"4\" refY=\"4\" markerWidth=\"10\" markerHeight=\"10\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0 8 4 0 8z\"/></marker></defs><g aria-hidden=\"true\">"
    ));
    for edge in edges {
        let forward = edge.taken[0] >= edge.taken[1];
        let (from, to) = if forward { (edge.a, edge.b) } else { (edge.b, edge.a) };
        let directed = edge.taken[0] != edge.taken[1];
        let ((x1, y1), (x2, y2)) = (places[from], places[to]);
        put(format_args!(
            "<polyline points=\"{x1:.0},{y1:.0} {:.0},{:.0} {x2:.0},{y2:.0}\" stroke-width=\"{:.1}\"{} data-o=\"{} {}\"/>",
            x1 + (x2 - x1) * ARROW_AT,
            y1 + (y2 - y1) * ARROW_AT,
            0.6 + 5.0 * (edge.shared as f64 / most).sqrt(),
            if directed { " marker-mid=\"url(#arrow)\"" } else { "" },
            matrix.outlets[from],
            matrix.outlets[to]
        ));
    }
    put(format_args!("</g>"));
    let mut taken: Vec<Area> = Vec::new();
    for (rank, &(x, y)) in places.iter().enumerate() {
        let outlet = matrix.outlets[rank];
        let name = index.outlets[at(outlet)];
        let r = radii[rank];
        let label = cut(name, 28);
        let width = label.chars().count() as f64 * LETTER;
        // A label without room, beside those of larger outlets, is left to the tooltip and the table.
        let place = label_place(rank, places, radii, width, &taken);
        let line = place.filter(|place| place.2).map_or_else(String::new, |place| leader((x, y), place, width));
        let text = place.map_or_else(String::new, |(left, middle, _)| {
            taken.push((left, middle - LINE / 2.0, left + width, middle + LINE / 2.0));
            format!("<text x=\"{left:.0}\" y=\"{:.0}\">{}</text>", middle + 4.0, escape(&label))
        });
        put(format_args!(
            "<a href=\"#outlet/{outlet}\" data-o=\"{outlet}\"><title>\u{2068}{}\u{2069}: {}</title>{line}<circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"{r:.1}\"/>{text}</a>",
            escape(&cut(name, 80)),
            plural(rows[at(outlet)].shared, "shared passage", "shared passages"),
        ));
    }
    put(format_args!("</svg></div>"));
}

fn table(index: &Index<'_>, matrix: &Matrix, edges: &[Edge], out: &mut String) {
    const SHOWN: usize = 50;
    let name = |rank: usize| escape(&cut(index.outlets[at(matrix.outlets[rank])], 60));
    let mut put = |arguments: std::fmt::Arguments<'_>| {
        out.write_fmt(arguments).expect("a string takes every write");
    };
    put(format_args!(
        "<details><summary>The {} strongest links as a table</summary><div class=\"scroll\"><table><thead><tr><th scope=\"col\">Outlet</th>\
         <th scope=\"col\">Outlet</th><th scope=\"col\" class=\"n\">Clusters shared</th><th scope=\"col\" class=\"n\">Second took from first</th>\
         <th scope=\"col\" class=\"n\">First took from second</th></tr></thead><tbody>",
        number(edges.len().min(SHOWN) as u64)
    ));
    for edge in edges.iter().take(SHOWN) {
        put(format_args!(
            "<tr><td><bdi>{}</bdi></td><td><bdi>{}</bdi></td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            name(edge.a),
            name(edge.b),
            number(edge.shared),
            number(edge.taken[0]),
            number(edge.taken[1])
        ));
    }
    put(format_args!("</tbody></table></div></details>"));
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::super::outlets::{matrix, rows};
    use super::*;
    use proptest::prelude::*;

    fn drawn(pairs: usize) -> String {
        let run = fixtures::synthetic(pairs, 11);
        let index = Index::new(&run).unwrap();
        let rows = rows(&index);
        section(&index, &matrix(&index, &rows, NODES), &rows)
    }

    #[test]
    fn the_drawing_keeps_its_bounds_and_is_the_same_every_time() {
        let svg = drawn(20_000);
        assert!(svg.matches("<circle").count() <= NODES && svg.matches("<polyline").count() <= EDGES);
        assert!(svg.matches("<circle").count() > 50);
        assert_eq!(svg, drawn(20_000));
        assert!(!svg.contains("NaN"));
    }

    #[test]
    fn a_label_without_room_beside_its_node_is_led_to_one() {
        // A node with others to its right, left, above and below.
        let places = [(500.0, 300.0), (540.0, 300.0), (460.0, 300.0), (500.0, 276.0), (500.0, 324.0)];
        let radii = [10.0; 5];
        let (left, middle, away) = label_place(0, &places, &radii, 80.0, &[]).unwrap();
        assert!(away || (middle - 300.0).abs() > LINE, "{left} {middle}");
        assert_eq!(label_place(0, &places[..1], &radii[..1], 80.0, &[]), Some((513.0, 300.0, false)));
        assert!(label_place(0, &places, &radii, 2.0 * WIDTH, &[]).is_none());
        assert_eq!(leader((500.0, 300.0), (540.0, 330.0, true), 80.0), "<path class=\"leader\" d=\"M500 300L540 322\"/>");
    }

    #[test]
    fn circles_that_cover_one_another_are_parted() {
        let radii = [18.0, 12.0, 10.0];
        let places = part(vec![(300.0, 300.0), (305.0, 302.0), (300.0, 300.0)], &radii);
        for (i, j) in [(0, 1), (0, 2), (1, 2)] {
            let (dx, dy) = (places[i].0 - places[j].0, places[i].1 - places[j].1);
            assert!((dx * dx + dy * dy).sqrt() > radii[i] + radii[j], "{i} {j}");
        }
        let apart = vec![(100.0, 100.0), (300.0, 100.0)];
        assert_eq!(part(apart.clone(), &radii[..2]), apart);
    }

    /// [`part`] with a root for each two circles, always so many times.
    fn part_slowly(mut places: Vec<(f64, f64)>, radii: &[f64]) -> Vec<(f64, f64)> {
        for _ in 0..60 {
            for i in 0..places.len() {
                for j in i + 1..places.len() {
                    let (dx, dy) = (places[j].0 - places[i].0, places[j].1 - places[i].1);
                    let distance = (dx * dx + dy * dy).sqrt();
                    let step = (radii[i] + radii[j] + 4.0 - distance) / 2.0;
                    if step > 0.0 {
                        let (x, y) = if distance > 1e-6 { (dx / distance, dy / distance) } else { (1.0, 0.0) };
                        places[i] = (places[i].0 - x * step, places[i].1 - y * step);
                        places[j] = (places[j].0 + x * step, places[j].1 + y * step);
                    }
                }
            }
        }
        let inside = |((x, y), r): ((f64, f64), &f64)| (x.clamp(*r, WIDTH - r), y.clamp(*r, HEIGHT - r));
        places.into_iter().zip(radii).map(inside).collect()
    }

    proptest! {
        #[test]
        fn circles_are_parted_as_slowly(others in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64, 4.0..18.0_f64), 0..25), wide in 0.0..WIDTH, reach in 8.0..40.0_f64) {
            // Two that touch, one that lies on another, and others anywhere in a square.
            let (mut places, mut radii) = (vec![(90.0, 90.0), (90.0 + reach, 90.0), (90.0, 90.0)], vec![(reach - 4.0) / 2.0; 3]);
            places.extend(others.iter().map(|(x, y, _)| (x * wide, y * wide)));
            radii.extend(others.iter().map(|(_, _, radius)| *radius));
            prop_assert_eq!(part(places.clone(), &radii), part_slowly(places.clone(), &radii));
            prop_assert_eq!(part(places[..2].to_vec(), &radii[..2]), part_slowly(places[..2].to_vec(), &radii[..2]));
        }

        #[test]
        fn nodes_push_one_another_by_the_same(places in prop::collection::vec((-1.0..1.0_f64, -1.0..1.0_f64), 0..40), twice in any::<bool>()) {
            // Two in one place push one another by nothing.
            let places: Vec<(f64, f64)> = places.iter().chain(places.first().filter(|_| twice)).copied().collect();
            let mut slowly = vec![(0.0, 0.0); places.len()];
            for i in 0..places.len() {
                for j in i + 1..places.len() {
                    let (dx, dy) = (places[i].0 - places[j].0, places[i].1 - places[j].1);
                    let push = 0.1 * 0.1 / (dx * dx + dy * dy).max(1e-6);
                    slowly[i] = (slowly[i].0 + dx * push, slowly[i].1 + dy * push);
                    slowly[j] = (slowly[j].0 - dx * push, slowly[j].1 - dy * push);
                }
            }
            prop_assert_eq!(pushes(&places, 0.1), slowly);
        }
    }

    #[test]
    fn two_outlets_are_drawn_apart() {
        let edges = [Edge { a: 0, b: 1, shared: 3, taken: [3, 0] }];
        let places = layout(2, &edges);
        assert!((places[0].0 - places[1].0).abs() + (places[0].1 - places[1].1).abs() > 50.0);
    }
}
